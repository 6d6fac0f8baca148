import { describe, expect, it } from "vitest";
import type { RateLimit } from "@/lib/domain/operation";
import { createThrottle } from "./throttle";

const limit: RateLimit = { points: 2, seconds: 60, by: "address" };

const on = { rateLimit: true, redisUrl: null, secret: "a secret of this test" };

describe("throttle", () => {
  it("lets `points` calls through and refuses the next with the time to wait", async () => {
    const throttle = createThrottle(on);
    await throttle.count("login", limit, "a");
    await throttle.count("login", limit, "a");
    await expect(throttle.count("login", limit, "a")).rejects.toMatchObject({
      code: "rate_limited",
      retryAfterSeconds: expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= 60),
    });
  });

  it("counts operations, keys and limits apart", async () => {
    const throttle = createThrottle(on);
    const once = { ...limit, points: 1 };
    await throttle.count("login", once, "a");
    await throttle.count("login", once, "b");
    await throttle.count("register", once, "a");
    await throttle.count("login", { ...once, by: "person" }, "a");
    await expect(throttle.count("login", once, "b")).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("counts nothing when it is switched off", async () => {
    const throttle = createThrottle({ ...on, rateLimit: false });
    for (let n = 0; n < 10; n += 1) await throttle.count("login", { ...limit, points: 1 }, "a");
  });
});
