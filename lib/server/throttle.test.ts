import { describe, expect, it } from "vitest";
import type { RateLimit } from "@/lib/domain/operation";
import { createThrottle, limitHeaders } from "./throttle";

const limit: RateLimit = { points: 2, seconds: 60, by: "address" };

const on = { rateLimit: true, redisUrl: null, secret: "a secret of this test" };

describe("throttle", () => {
  it("lets `points` calls through and refuses the next with the time to wait", async () => {
    const throttle = createThrottle(on);
    expect(await throttle.count("login", limit, "a")).toMatchObject({ allowed: true, remaining: 1 });
    expect(await throttle.count("login", limit, "a")).toMatchObject({ allowed: true, remaining: 0 });
    expect(await throttle.count("login", limit, "a")).toMatchObject({
      allowed: false,
      remaining: 0,
      resetSeconds: expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= 60),
    });
  });

  it("counts operations, keys and limits apart", async () => {
    const throttle = createThrottle(on);
    const once = { ...limit, points: 1 };
    for (const [operation, of, key] of [
      ["login", once, "a"],
      ["login", once, "b"],
      ["register", once, "a"],
      ["login", { ...once, by: "person" }, "a"],
    ] as const) {
      expect(await throttle.count(operation, of, key)).toMatchObject({ allowed: true });
    }
    expect(await throttle.count("login", once, "b")).toMatchObject({ allowed: false });
  });

  it("counts nothing when it is switched off", async () => {
    const throttle = createThrottle({ ...on, rateLimit: false });
    for (let n = 0; n < 10; n += 1) expect(await throttle.count("login", { ...limit, points: 1 }, "a")).toBeNull();
  });

  it("carries out four calls of a person at once, lets a thousand wait, and holds up nobody else for them", async () => {
    const throttle = createThrottle(on);
    const first = await Promise.all(Array.from({ length: 4 }, () => throttle.turn(1)));
    let begun = 0;
    const waiting = Array.from({ length: 1000 }, async () => {
      const leave = await throttle.turn(1);
      begun += 1;
      leave?.();
    });
    expect(await throttle.turn(1), "one too many").toBeNull();
    (await throttle.turn(2))?.();
    expect(begun).toBe(0);
    for (const leave of first) leave?.();
    await Promise.all(waiting);
    expect(begun).toBe(1000);
    expect(await throttle.turn(1), "there is room again").toBeTypeOf("function");
  });

  it("says in headers how its limits stand", () => {
    expect(limitHeaders([])).toEqual([]);
    const state = { limit, allowed: true, remaining: 1, resetSeconds: 59 };
    const other = { ...state, limit: { ...limit, by: "username" as const }, remaining: 0 };
    expect(limitHeaders([state, other])).toEqual([
      ["RateLimit-Policy", '"address-60s";q=2;w=60, "username-60s";q=2;w=60'],
      ["RateLimit", '"address-60s";r=1;t=59, "username-60s";r=0;t=59'],
    ]);
  });
});
