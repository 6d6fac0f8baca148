import type { Logger } from "pino";

/** Requests that take longer are cut off, in milliseconds: what is then still to be told and closed needs its time. */
const REQUESTS_MS = 5000;
/** A stop that takes longer than this is ended; operators are promised ten seconds. */
const PATIENCE_MS = 8000;

/** On SIGTERM or SIGINT: no new connections, open requests are answered, `steps` run in order, exit 0. */
export function drainOnSignal(
  http: { close(done: () => void): unknown; closeIdleConnections(): void; closeAllConnections(): void },
  log: Logger,
  steps: (() => unknown)[],
): { stopping(): boolean } {
  let draining = false;
  const drain = async (signal: string) => {
    if (draining) return;
    draining = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(0), PATIENCE_MS).unref();
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    http.closeIdleConnections();
    setTimeout(() => http.closeAllConnections(), REQUESTS_MS).unref();
    const [closeDoors, ...rest] = steps;
    await closeDoors?.();
    await closed;
    for (const step of rest) await step();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void drain(signal));
  return { stopping: () => draining };
}
