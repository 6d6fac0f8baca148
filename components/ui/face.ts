/** A hue in degrees that belongs to an id for good; neighbouring ids lie far apart on the wheel. */
export function hueOf(id: string | number): number {
  let hash = 2166136261;
  for (const char of String(id)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  // The last step of FNV-1a spreads the high bits; 137.5° is the golden angle.
  return Math.round((((hash >>> 0) % 997) * 137.508) % 360);
}

/** The first letter of a name as a person would see it, "?" for a name without one. */
export function initialOf(name: string): string {
  const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(name.trim());
  for (const { segment } of letters)
    if (/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(segment)) return segment.toLocaleUpperCase();
  return "?";
}
