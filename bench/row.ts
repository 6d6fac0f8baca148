/** One line of the table that `npm run bench` prints. */
export interface Row {
  figure: string;
  median_ms?: number;
  p95_ms?: number;
  p99_ms?: number;
  /** the last of them */
  last_ms?: number;
  per_second?: number;
  /** what the server did not take, rather than let it wait for ever */
  refused?: number;
  /** resident memory that one more connection takes in the server, in KiB */
  kb_each?: number;
  /** of that, what is in use on its heap and beside it */
  kb_used_each?: number;
  /** at no distance at all, and what each round trip of distance adds to it, as a share of that round trip */
  constant_ms?: number;
  per_round_trip?: number;
  /** processor time that each takes, in microseconds */
  us_each?: number;
  /** how busy the load's own process was, 0 to 1 */
  load_busy?: number;
}

export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** Milliseconds to a tenth: more would be noise. */
export const tenth = (ms: number) => Number(ms.toFixed(1));

export function rowOf(figure: string, milliseconds: number[]): Row {
  const at = (q: number) => tenth(quantile(milliseconds, q));
  return { figure, median_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99) };
}

/** The straight line through these medians, by least squares: where it begins, and what a round trip adds. */
export function lineThrough(figure: string, points: { roundTripMs: number; milliseconds: number[] }[]): Row {
  const at = points.map(({ roundTripMs, milliseconds }) => ({ x: roundTripMs, y: quantile(milliseconds, 0.5) }));
  const mean = (of: "x" | "y") => at.reduce((sum, point) => sum + point[of], 0) / at.length;
  const [x, y] = [mean("x"), mean("y")];
  const slope =
    at.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) /
    at.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return { figure, constant_ms: tenth(y - slope * x), per_round_trip: Number(slope.toFixed(2)) };
}
