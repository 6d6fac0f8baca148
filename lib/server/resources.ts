import type { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage } from "node:http";
import type { Logger } from "pino";
import type { Database, PresenceSource, Storage } from "@/lib/domain/context";
import type { Publisher } from "./broadcast/publisher";
import type { Settings } from "./env";
import type { Metrics } from "./metrics/metrics";
import type { Throttle } from "./throttle";
import type { Tracing } from "./tracing/tracing";

/** The few things that live as long as the process. Everything else is made anew for each call. */
export interface Resources {
  settings: Settings;
  log: Logger;
  database: Database;
  storage: Storage;
  presence: PresenceSource;
  publisher: Publisher;
  throttle: Throttle;
  /** what the operator counts; absent where another program serves the routes */
  metrics?: Metrics;
  /** null without the settings of OpenTelemetry */
  tracing?: Tracing | null;
  /** how this process stands; absent where another program serves the routes */
  standing?: {
    /** whether the other nodes are within reach; null where there are none */
    reachable(): boolean | null;
    stopping(): boolean;
    /** whether the socket host takes events; absent where events go another way */
    socketHost?(): boolean;
  };
  /** the request that a route is answering, as Node gave it; absent where another program serves the routes */
  incoming?: AsyncLocalStorage<IncomingMessage>;
}

// server.ts, route handlers and pages each load their own copy of every module; only globalThis is one.
const key = Symbol.for("nida.resources");
const shared = globalThis as typeof globalThis & { [key]?: Resources };

/** Hangs up the live resources for the whole process. Called once, by the composition root. */
export function provide(resources: Resources): void {
  shared[key] = resources;
}

/** Whether this process has been given its resources. */
export const isProvided = () => shared[key] !== undefined;

export function resources(): Resources {
  const provided = shared[key];
  if (!provided) throw new Error("Nida's resources are not there: server.ts or instrumentation.ts opens them");
  return provided;
}
