import { setTimeout as wait } from "node:timers/promises";
import {
  context,
  DiagLogLevel,
  diag,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { isOperationError } from "@/lib/domain/errors";
import type { Log } from "@/lib/server/log";
import type { Tracing } from "./tracing";

/** How long a stop waits for what is still to go out, in milliseconds. */
const PARTING_MS = 2000;

async function exporterFor(format: "json" | "protobuf") {
  const { OTLPTraceExporter } =
    format === "json"
      ? await import("@opentelemetry/exporter-trace-otlp-http")
      : await import("@opentelemetry/exporter-trace-otlp-proto");
  return new OTLPTraceExporter();
}

/** Endpoint, headers, sampler, batch sizes and names come from the OTEL_* settings, which the SDK reads by itself. */
export async function startTracing(format: "json" | "protobuf", log: Pick<Log, "warn">): Promise<Tracing> {
  const nothing = () => {};
  const error = (fault: string) => log.warn({ fault }, "traces do not go out");
  diag.setLogger({ error, warn: nothing, info: nothing, debug: nothing, verbose: nothing }, DiagLogLevel.ERROR);
  const named = resourceFromAttributes({ "service.name": "nida" });
  const resource = defaultResource()
    .merge(named)
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(await exporterFor(format))],
  });
  // Registered for the whole process: Next traces its own work into it, and finds the caller's `traceparent`.
  provider.register();
  const tracer = trace.getTracer("nida");
  return {
    span(name, facts, work, parent) {
      const above = parent ? propagation.extract(context.active(), { traceparent: parent }) : context.active();
      const kind = parent ? SpanKind.CONSUMER : SpanKind.INTERNAL;
      return tracer.startActiveSpan(name, { kind, attributes: facts }, above, async (span) => {
        try {
          return await work();
        } catch (error) {
          note(span, error);
          throw error;
        } finally {
          span.end();
        }
      });
    },
    current() {
      const carrier: Record<string, string> = {};
      propagation.inject(context.active(), carrier);
      return carrier.traceparent;
    },
    // A collector that does not answer holds up no stop.
    close: () => Promise.race([provider.shutdown().catch(nothing), wait(PARTING_MS, undefined, { ref: false })]),
  };
}

/** A refusal is an answer; all else is a fault. What either says may be somebody's, so only its name is told. */
function note(span: Span, error: unknown): void {
  if (isOperationError(error)) span.setAttribute("nida.refused", error.code);
  else span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "unknown" });
}
