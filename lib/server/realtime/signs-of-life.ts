/** How often whoever is there gives a sign of life, in milliseconds: several times within the grace of a call. */
export const signEveryMs = (callGraceMs: number) => Math.min(5000, callGraceMs / 3);

/**
 * The last moment at which a device may have been there that was last heard at `heardAt`: now, until its next sign is
 * overdue. Milliseconds since 1970.
 */
export const presumedAt = (heardAt: number, now: number, callGraceMs: number) =>
  Math.min(now, heardAt + signEveryMs(callGraceMs));
