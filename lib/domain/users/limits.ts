import type { RateLimit } from "@/lib/domain/operation";

const FIVE_MINUTES = 300;

/** Guessing is slowed for each address, and for each name however many addresses try it. */
export const signInLimits: RateLimit[] = [
  { points: 60, seconds: FIVE_MINUTES, by: "address" },
  { points: 30, seconds: FIVE_MINUTES, by: "username" },
];

export const registerLimits: RateLimit[] = [{ points: 30, seconds: FIVE_MINUTES, by: "address" }];

/** A signed-in thief of a session may not guess the password either. */
export const passwordLimits: RateLimit[] = [{ points: 10, seconds: FIVE_MINUTES, by: "person" }];
