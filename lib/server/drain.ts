import type { Logger } from "pino";

/** A stop that takes longer than this is ended, in milliseconds; operators are promised ten seconds. */
const PATIENCE_MS = 8000;

/** On SIGTERM or SIGINT: no new connections, open requests are answered, `steps` run in order, exit 0. */
export function drainOnSignal(
  http: { close(done: () => void): unknown; closeIdleConnections(): void },
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
    const [closeDoors, ...rest] = steps;
    await closeDoors?.();
    await closed;
    for (const step of rest) await step();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void drain(signal));
  return { stopping: () => draining };
}
