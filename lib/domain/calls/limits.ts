import type { RateLimit } from "@/lib/domain/operation";

/** Calls that one person may start. */
export const startLimit: RateLimit = { points: 20, seconds: 60, by: "person" };

/** Accepting, rejecting, ending: far above what a hand can press. */
export const commandLimit: RateLimit = { points: 120, seconds: 60, by: "person" };

/** A call reports twice a minute, at its end, and when its page goes away. */
export const reportLimit: RateLimit = { points: 30, seconds: 60, by: "person" };

/** A connection sends some 30 candidates at once, and again for each new path. */
export const signalLimit: RateLimit = { points: 600, seconds: 60, by: "person" };
