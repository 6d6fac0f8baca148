import type { Browser } from "@playwright/test";
import { measureBare } from "./bare";
import { measureCalls } from "./calls";
import { layDistance } from "./line";
import { lineThrough, type Row, rowOf } from "./row";

/** How far away one of the two is from the server and from the other, each way, in milliseconds. */
const DELAYS_MS = [0, 50, 150];

/** Accept → first audio at growing distances, of Nida and of the bare page in turn, and what a round trip adds to each. */
export async function measureDistance(browser: Browser, url: string, rounds: number): Promise<Row[]> {
  const rows: Row[] = [];
  const points = new Map<string, { roundTripMs: number; milliseconds: number[] }[]>();
  const note = (name: string, delayMs: number, milliseconds: number[]) => {
    rows.push(rowOf(`${name}, ${delayMs} ms away`, milliseconds));
    points.set(name, [...(points.get(name) ?? []), { roundTripMs: 2 * delayMs, milliseconds }]);
  };
  for (const delayMs of DELAYS_MS) {
    const distance = await layDistance(url, delayMs);
    const nida = await measureCalls(browser, url, rounds, { name: `away${delayMs}`, distance });
    await distance.dispose();
    const bare = await measureBare(browser, rounds, delayMs);
    for (const [side, who] of [
      ["acceptToCallee", "callee"],
      ["acceptToCaller", "caller"],
    ] as const) {
      note(
        `Nida, ${who}`,
        delayMs,
        nida.map((call) => call[side]),
      );
      note(
        `bare, ${who}`,
        delayMs,
        bare.map((call) => call[side]),
      );
    }
  }
  return [...rows, ...[...points].map(([name, these]) => lineThrough(`${name}: a line through the medians`, these))];
}
