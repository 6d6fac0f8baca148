// Loaded before a server (NODE_OPTIONS=--import): keeps writing how late its event loop has been, in milliseconds.
import { existsSync, writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const file = process.env.LOOP_WATCH_FILE;
if (file) {
  const resolution = 5;
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  // The histogram counts from one tick of its own timer to the next: being on time is `resolution`.
  const late = (percentile) => Math.max(0, delays.percentile(percentile) / 1e6 - resolution);
  setInterval(() => {
    // Whoever removes the file begins anew.
    if (!existsSync(file)) delays.reset();
    writeFileSync(file, JSON.stringify({ median: late(50), p95: late(95), p99: late(99) }));
  }, 200).unref();
}
