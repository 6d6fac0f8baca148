import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readSettings } from "./env";
import { incomingFolder } from "./form";
import { createLog } from "./log";
import { provide, type Resources } from "./resources";
import { sweepIncomingHourly } from "./sweeps";

const HOUR_MS = 3_600_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nida-sweeps-"));
  provide({ log: createLog({ logLevel: "silent" }), settings: readSettings({ DATA_DIR: folder }) } as Resources);
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

it("removes within an hour what a crash has left of files that were coming in, and leaves those alone that still come", async () => {
  mkdirSync(incomingFolder(), { recursive: true });
  const [left, coming] = [join(incomingFolder(), "left.part"), join(incomingFolder(), "coming.part")];
  for (const path of [left, coming]) writeFileSync(path, "x");
  const longAgo = new Date(Date.now() - 2 * HOUR_MS);
  utimesSync(left, longAgo, longAgo);
  const stop = sweepIncomingHourly();
  vi.advanceTimersByTime(HOUR_MS);
  await vi.waitFor(() => expect(existsSync(left)).toBe(false));
  expect(existsSync(coming)).toBe(true);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
