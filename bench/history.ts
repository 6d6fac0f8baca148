import { startServer } from "@/e2e/support/server";
import { rest } from "./people";
import { type Row, rowOf } from "./row";
import { fillStore } from "./store";

const SIZES = [10, 1_000_000];
const WARM_UP = 20;
const ROUNDS = 200;
/** As many messages in both answers, so that only the finding differs. */
const LIMIT = 5;

interface Figure {
  name: string;
  ask(): Promise<unknown>;
  times: number[];
}

async function conversationOf(size: number) {
  const store = await fillStore(1, size);
  const server = await startServer({ DATABASE_URL: store.url });
  const [pair] = store.pairs;
  if (!pair) throw new Error("a pair was wanted");
  const figure = (name: string, path: string): Figure => ({
    name: `${name}, ${size.toLocaleString("en")} messages`,
    ask: () => rest(server.url, pair.receiver, "GET", `/chat/conversations${path}`),
    times: [],
  });
  const messages = `/${pair.conversation}/messages?limit=${LIMIT}`;
  return {
    figures: [
      figure("list of conversations", ""),
      figure("newest page", messages),
      figure("an older page", `${messages}&before=${Math.ceil(size / 2) + 1}`),
    ],
    async dispose() {
      await server.dispose();
      store.dispose();
    },
  };
}

/** What the list of conversations and a page of history cost over REST, in a short and in a very long conversation. */
export async function measureHistory(): Promise<Row[]> {
  const sizes = await Promise.all(SIZES.map(conversationOf));
  // In turns, so that whatever else the machine does meets all of them alike.
  const figures = (sizes[0]?.figures ?? []).flatMap((_, index) => sizes.flatMap((each) => each.figures[index] ?? []));
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const { ask, times } of figures) {
      const from = performance.now();
      await ask();
      if (round >= 0) times.push(performance.now() - from);
    }
  }
  for (const each of sizes) await each.dispose();
  return figures.map(({ name, times }) => rowOf(name, times));
}
