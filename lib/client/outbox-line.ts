import { backoffMs } from "./backoff";
import { takeTurn } from "./outbox-turns";

/**
 * How a step ended: go on with the next, nothing to do, or try again after this many milliseconds (null: after
 * `backoffMs`, with pauses of at most `most`).
 */
export type Step = "next" | "done" | { again: number | null; most?: number };

/** Works through the queue of each conversation, one step after the other, and waits where a step failed. */
export interface Line {
  /** There may be something to do in this conversation. */
  wake(conversationId: number): void;
  /** Forgets all waiting. */
  calm(): void;
}

interface Options {
  /** the turn of a conversation, over all tabs */
  turn(conversationId: number): string;
  isAlive(conversationId: number): boolean;
  step(conversationId: number): Promise<Step>;
}

export function createLine({ turn, isAlive, step }: Options): Line {
  // true: woken again while it ran
  const running = new Map<number, boolean>();
  const waits = new Map<number, ReturnType<typeof setTimeout>>();
  const failures = new Map<number, number>();
  let calms = 0;

  async function run(id: number): Promise<void> {
    for (;;) {
      running.set(id, false);
      const before = calms;
      const ended = await takeTurn(
        turn(id),
        () => step(id),
        () => isAlive(id),
      );
      // Calmed meanwhile, the failure is of a time that is over.
      if (typeof ended === "object" && calms === before) {
        running.delete(id);
        return wait(id, ended);
      }
      if (ended === "next") failures.delete(id);
      if (ended === "done" && !running.get(id)) break;
    }
    running.delete(id);
  }

  function wait(id: number, { again: ms, most }: { again: number | null; most?: number }): void {
    const count = (failures.get(id) ?? 0) + 1;
    failures.set(id, count);
    clearTimeout(waits.get(id));
    const wakeUp = () => {
      waits.delete(id);
      wake(id);
    };
    waits.set(id, setTimeout(wakeUp, ms ?? backoffMs(count, most)));
  }

  function wake(id: number): void {
    if (running.has(id)) running.set(id, true);
    else if (!waits.has(id)) void run(id);
  }

  return {
    wake,
    calm() {
      calms += 1;
      for (const timer of waits.values()) clearTimeout(timer);
      waits.clear();
      failures.clear();
    },
  };
}
