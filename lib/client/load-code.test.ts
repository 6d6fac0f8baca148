import { expect, test, vi } from "vitest";
import { loadCode } from "./load-code";

test("code that cannot be fetched while the server restarts is fetched when it is back", async () => {
  vi.useFakeTimers();
  const load = vi.fn<() => Promise<string>>(() => Promise.reject(new Error("ChunkLoadError")));
  const loading = loadCode(load);
  await vi.advanceTimersByTimeAsync(20_000);
  const tries = load.mock.calls.length;
  expect(tries).toBeGreaterThan(3);
  expect(tries).toBeLessThan(10);
  load.mockResolvedValueOnce("code");
  await vi.advanceTimersByTimeAsync(8000);
  expect(await loading).toBe("code");
  vi.useRealTimers();
});
