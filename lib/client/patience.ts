/** How long to wait after the nth failure in a row, in milliseconds: 1, 2, 4, 8, then 15 seconds. */
export function patience(failures: number): number {
  return Math.min(15_000, 1000 * 2 ** Math.max(0, failures - 1));
}
