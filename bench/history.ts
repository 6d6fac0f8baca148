import { startServer } from "@/e2e/support/server";
import { rest } from "./people";
import { type Row, rowOf } from "./row";
import { fillStore } from "./store";

const SIZES = [10, 1_000_000];
const ROUNDS = 200;

async function timed(times: number[], work: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  await work();
  times.push(performance.now() - from);
}

/** What the list of conversations and a page of history cost over REST, in a short and in a very long conversation. */
export async function measureHistory(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of SIZES) {
    const store = await fillStore(1, size);
    const server = await startServer({ DATABASE_URL: store.url });
    const [pair] = store.pairs;
    if (!pair) throw new Error("a pair was wanted");
    const get = (path: string) => rest(server.url, pair.receiver, "GET", `/chat/conversations${path}`);
    const middle = `/${pair.conversation}/messages?before=${Math.ceil(size / 2) + 1}`;
    const figures = {
      "list of conversations": "",
      "newest page": `/${pair.conversation}/messages`,
      "a page of the middle": middle,
    };
    for (const [figure, path] of Object.entries(figures)) {
      const times: number[] = [];
      for (let round = 0; round < 20; round += 1) await get(path);
      for (let round = 0; round < ROUNDS; round += 1) await timed(times, () => get(path));
      rows.push(rowOf(`${figure}, ${size.toLocaleString("en")} messages`, times));
    }
    await server.dispose();
    store.dispose();
  }
  // The same figure of both sizes one below the other.
  return rows.sort((a, b) => (a.figure.split(",")[0] ?? "").localeCompare(b.figure.split(",")[0] ?? ""));
}
