/** How long to wait after the nth failure in a row, in milliseconds: 1, 2, 4, 8 seconds and so on, at most `most`. */
export function backoffMs(failures: number, most = 15_000): number {
  return Math.min(most, 1000 * 2 ** Math.max(0, failures - 1));
}
