import { type Answering, ApiError, askNoMore, askOver } from "@/lib/client/api";
import type { Connection, Realtime } from "@/lib/client/realtime";
import type { EventData, EventName } from "@/lib/contracts/events";
import type { ModelEvent } from "./model-conversation";
import { ModelServer } from "./model-server";

/**
 * A network that loses, doubles, delays and reorders what passes, and breaks off at will. Timers are the test's fake
 * ones.
 * @param dice answers a number below its argument
 */
export function badLine(conversations: readonly number[], dice: (sides: number) => number) {
  let good = false;
  let slow = false;
  let failing = 0;
  let connection: Connection = "offline";
  let generation = 0;
  const handlers = new Map<string, Set<(data: never) => void>>();
  const watchers = new Set<() => void>();
  const connected = new Set<() => void>();
  const delay = () => (good ? 1 : dice(6) * 40);
  const lost = () => !good && dice(4) === 0;

  const server = new ModelServer(conversations, (event) => {
    const copies = lost() ? 0 : !good && dice(4) === 0 ? 2 : 1;
    for (let n = 0; n < copies; n += 1) arriveLater(event);
  });
  function arriveLater({ name, data }: ModelEvent): void {
    const mine = generation;
    setTimeout(() => {
      if (mine !== generation || connection !== "connected") return;
      for (const handler of handlers.get(name) ?? []) handler(structuredClone(data) as never);
    }, delay());
  }
  const become = (next: Connection) => {
    connection = next;
    generation += 1;
    if (next === "connected") askOver(answering);
    else askNoMore(answering);
    for (const watcher of watchers) watcher();
    if (next === "connected") for (const listener of connected) listener();
  };
  /** A question on its way, its work at the server, and the answer on its way back; either way may fail. */
  function exchange<T>(work: () => T, whole: () => boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new ApiError("network", ""));
      setTimeout(() => {
        if (!whole() || lost()) return void setTimeout(fail, delay());
        const answer = structuredClone(work());
        setTimeout(() => (whole() && !lost() ? resolve(answer) : fail()), slow ? dice(6) * 40 : delay());
      }, delay());
    });
  }

  const realtime = {
    connection: () => connection,
    on<N extends EventName>(name: N, handler: (data: EventData[N]) => void) {
      const known = handlers.get(name) ?? new Set();
      handlers.set(name, known.add(handler as (data: never) => void));
      return () => known.delete(handler as (data: never) => void);
    },
    command(name: string, input: object) {
      const mine = generation;
      if (failing > 0 && name.endsWith(":list")) return Promise.reject(new ApiError("network", ""));
      return exchange(
        () => server.command(name, input as Record<string, unknown>),
        () => mine === generation && connection === "connected",
      );
    },
    watch(listener: () => void) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    onConnected(listener: () => void) {
      connected.add(listener);
      return () => connected.delete(listener);
    },
    close() {},
  } as Realtime;

  const answering: Answering = { language: "ar", command: realtime.command };

  return {
    server,
    realtime,
    /** For `fetch`: REST goes through a network that fails as well. */
    async fetch(path: string) {
      if (failing > 0) {
        failing -= 1;
        throw new TypeError("Failed to fetch");
      }
      const answer = await exchange(
        () => server.get(path.replace(/^\/api/, "")),
        () => true,
      );
      return { headers: new Headers(), json: async () => answer };
    },
    breakOff: () => connection === "connected" && become("offline"),
    connect: () => connection === "offline" && become("connected"),
    /** The next so many questions over REST find nobody, and until then none over the socket. */
    fail(questions: number) {
      failing = questions;
    },
    /** From now on nothing is lost, doubled or late; but answers may be, `slowly`, overtaken by events. */
    mend(slowly = false) {
      good = true;
      slow = slowly;
    },
  };
}
