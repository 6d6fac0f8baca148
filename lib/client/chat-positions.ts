import type { CommandName } from "@/lib/contracts/realtime";
import { ApiError } from "./api";
import { backoffMs } from "./backoff";
import { isPassing } from "./outbox-rules";

type Command = (name: CommandName, input: object) => Promise<{ seq: number }>;

/** Tells the server how far something has got in each conversation: read, or delivered. */
export interface Positions {
  /** Reaches `seq`; lower than before is nothing new. Told after a short wait, the highest alone. */
  reach(conversationId: number, seq: number): void;
  /** A request was accepted: what was reached in it counts from now on. */
  retell(conversationId: number): void;
  /** Gives or takes the way to the server; what could not be told goes out with the next. */
  setCommand(command: Command | null): void;
}

/** @param waitMs how long to gather, in milliseconds */
export function createPositions(name: "conversation:read" | "conversation:delivered", waitMs: number): Positions {
  const wanted = new Map<number, number>();
  const told = new Map<number, number>();
  let command: Command | null = null;
  let misses = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;

  async function tell(conversation_id: number, seq: number): Promise<void> {
    if (!command || (told.get(conversation_id) ?? 0) >= seq) return;
    const before = told.get(conversation_id) ?? 0;
    told.set(conversation_id, seq);
    try {
      const stands = await command(name, { conversation_id, seq });
      // Of a request the server takes nothing down until it is accepted.
      if (stands.seq < seq && told.get(conversation_id) === seq) told.set(conversation_id, stands.seq);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      misses += 1;
      // A refusal of this position would only be repeated; what tells about the moment passes.
      const passing = error.code === "network" || isPassing(error.code, misses);
      if (!passing || told.get(conversation_id) !== seq) return;
      told.set(conversation_id, before);
      clearTimeout(again);
      again = setTimeout(flush, error.retryAfterSeconds === null ? backoffMs(misses) : error.retryAfterSeconds * 1000);
      return;
    }
    misses = 0;
  }
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    for (const [id, seq] of wanted) void tell(id, seq);
  };
  return {
    reach(conversationId, seq) {
      if (seq <= (wanted.get(conversationId) ?? 0)) return;
      wanted.set(conversationId, seq);
      if (timer === null) timer = setTimeout(flush, waitMs);
    },
    retell(conversationId) {
      void tell(conversationId, wanted.get(conversationId) ?? 0);
    },
    setCommand(next) {
      command = next;
      if (command) flush();
    },
  };
}
