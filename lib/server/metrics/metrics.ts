import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { NidaEvent } from "@/lib/contracts/events";
import type { Door } from "@/lib/server/broadcast/publisher";

/** Numbers that are only known at the moment they are asked for. */
export interface Gauges {
  /** connections by door */
  connections(): Record<"socket_io" | "pusher", number>;
  /** what waits, by queue: words to the other nodes, events to hosted Pusher, writes for their commit */
  waiting(): Record<"nodes" | "broadcast" | "commits", number>;
  /** null where this is the only node */
  redis(): boolean | null;
}

export type DatabaseFault = "away" | "full" | "other";

/** What an operator can count. Every label has few values, and none of them is a person's. */
export interface Metrics extends Door {
  /** a request was answered; `operation`: its name, or "page", "asset" or "sign-in" */
  answered(operation: string, status: number, seconds: number): void;
  /** a Socket.IO command was answered; `code`: "ok" or the code of its refusal */
  commanded(operation: string, code: string, seconds: number): void;
  databaseFailed(fault: DatabaseFault): void;
  watch(gauges: Gauges): void;
  contentType: string;
  /** all of it, as Prometheus reads it (text format 0.0.4) */
  text(): Promise<string>;
}

/** Bounds of what is measured; seconds, but for the score. */
const bounds = {
  work: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  answer: [1, 2, 3, 5, 8, 13, 20, 30, 45, 60],
  setup: [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8],
  score: [1.5, 2, 2.5, 3, 3.25, 3.5, 3.75, 4, 4.25],
};

/** Counts for this process; its event loop, memory and garbage collection are among it (`nodejs_*`, `process_*`). */
export function createMetrics(): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[], labelNames: string[] = []) =>
    new Histogram({ name, help, buckets, labelNames, registers });
  const gauge = (name: string, help: string, labelNames: string[], collect: (self: Gauge) => void) =>
    new Gauge({
      ...{ name, help, labelNames, registers },
      collect() {
        collect(this);
      },
    });

  const requests = histogram(
    "nida_http_request_duration_seconds",
    "Time to answer a request, by operation and status.",
    bounds.work,
    ["operation", "status"],
  );
  const commands = histogram(
    "nida_command_duration_seconds",
    "Time to acknowledge a Socket.IO command, by operation and outcome.",
    bounds.work,
    ["operation", "code"],
  );
  const faults = counter("nida_database_errors_total", "Failures of the database.", ["kind"]);
  for (const kind of ["away", "full", "other"]) faults.inc({ kind }, 0);

  let gauges: Gauges | null = null;
  const each = (self: Gauge, label: string, values: Record<string, number> = {}) => {
    for (const [name, value] of Object.entries(values)) self.set({ [label]: name }, value);
  };
  gauge("nida_connections", "Open connections, by door.", ["door"], (self) =>
    each(self, "door", gauges?.connections()),
  );
  gauge("nida_queue_depth", "What waits, by queue.", ["queue"], (self) => each(self, "queue", gauges?.waiting()));
  gauge(
    "nida_redis_reachable",
    "1 while the other nodes are within reach; without REDIS_URL there is none.",
    [],
    (self) => {
      const reachable = gauges?.redis() ?? null;
      if (reachable === null) self.remove();
      else self.set(reachable ? 1 : 0);
    },
  );

  return {
    answered: (operation, status, seconds) => requests.observe({ operation, status }, seconds),
    commanded: (operation, code, seconds) => commands.observe({ operation, code }, seconds),
    databaseFailed: (kind) => faults.inc({ kind }),
    watch(given) {
      gauges = given;
    },
    deliver: createTally(counter, histogram),
    contentType: register.contentType,
    text: () => register.metrics(),
  };
}

type MakeCounter = (name: string, help: string, labelNames?: string[]) => Counter;
type MakeHistogram = (name: string, help: string, buckets: number[]) => Histogram;

/** What happened, counted where it was published: over several nodes the sum is the whole. */
function createTally(counter: MakeCounter, histogram: MakeHistogram): (event: NidaEvent) => void {
  const sends = counter("nida_messages_total", "Messages sent, by type.", ["type"]);
  const rings = counter("nida_rings_total", "Calls that rang.");
  const ends = counter("nida_calls_ended_total", "Calls that ended, by reason.", ["reason"]);
  const answer = histogram("nida_call_answer_seconds", "From ring to accept.", bounds.answer);
  const setup = histogram("nida_call_setup_seconds", "From accept to the first sound, as devices tell.", bounds.setup);
  const talked = histogram(
    "nida_call_duration_seconds",
    "How long accepted calls lasted.",
    [10, 30, 60, 300, 900, 3600],
  );
  const score = histogram(
    "nida_call_mos",
    "Mean opinion score (ITU-T G.107) of each report: twice a minute and at the end, from both sides.",
    bounds.score,
  );
  return (event) => {
    switch (event.name) {
      case "message.sent":
        return sends.inc({ type: event.data.type });
      case "incoming_call":
        return rings.inc();
      case "call.accepted": {
        const { created_at, accepted_at } = event.data.call;
        if (accepted_at) answer.observe(secondsBetween(created_at, accepted_at));
        return;
      }
      case "call.ended": {
        const { accepted_at, duration_s, end_reason } = event.data.call;
        if (accepted_at) talked.observe(duration_s ?? 0);
        return ends.inc({ reason: end_reason ?? "completed" });
      }
      case "call.measured":
        score.observe(event.data.mos);
        if (event.data.setup_ms !== undefined) setup.observe(event.data.setup_ms / 1000);
    }
  };
}

const secondsBetween = (from: string, to: string) => Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
