import { createHash, timingSafeEqual } from "node:crypto";

/** Whether two texts are equal; how long it takes does not tell how far they agree. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
