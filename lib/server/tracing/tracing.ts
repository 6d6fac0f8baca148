import type { Log } from "@/lib/server/log";

type Facts = Record<string, string | number | boolean>;

/** Spans of what the server does (OpenTelemetry). */
export interface Tracing {
  /**
   * Runs `work` as a span below what is under way, or below `parent`.
   * @param parent a `traceparent` (W3C Trace Context) of elsewhere
   */
  span<T>(name: string, facts: Facts, work: () => Promise<T>, parent?: string): Promise<T>;
  /** the `traceparent` of what is under way */
  current(): string | undefined;
  /** Lets out what waits. */
  close(): Promise<void>;
}

type Environment = Record<string, string | undefined>;

/** Whether the standard settings ask for traces (OpenTelemetry Environment Variable Specification). */
function isWanted(env: Environment): boolean {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === "true" || env.OTEL_TRACES_EXPORTER === "none") return false;
  return Boolean(env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT);
}

/** Null, and nothing of it loaded, unless OTEL_EXPORTER_OTLP_ENDPOINT or its like is there. */
export async function openTracing(env: Environment, log: Pick<Log, "warn">): Promise<Tracing | null> {
  if (!isWanted(env)) return null;
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL || "http/protobuf";
  if (!protocol.startsWith("http/"))
    log.warn({ protocol }, "OTLP is spoken over HTTP only: traces go as http/protobuf");
  const { startTracing } = await import("./otlp");
  return startTracing(protocol === "http/json" ? "json" : "protobuf", log);
}
