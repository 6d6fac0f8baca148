// Loaded before a server (NODE_OPTIONS=--import, with --expose-gc): on SIGUSR2 it tidies up and writes what it holds, in bytes.
import { renameSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const file = process.env.MEMORY_WATCH_FILE;
if (file && globalThis.gc) {
  process.on("SIGUSR2", async () => {
    for (let round = 0; round < 4; round += 1) {
      globalThis.gc();
      await wait(50);
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    writeFileSync(`${file}.new`, JSON.stringify({ resident: rss, used: heapUsed + external }));
    renameSync(`${file}.new`, file);
  });
}
