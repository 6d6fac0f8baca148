import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import type { Message } from "@/lib/contracts/chat";
import { type Account, rest, twoPeople } from "./support/rest";
import { startServer } from "./support/server";
import { type Wire, wire } from "./support/socket";

const ROUNDS = 3;
const PAIRS = 4;
/** messages of one pair that are on their way at once */
const WIDTH = 8;

interface Pair {
  ahmed: Account;
  sara: Account;
  conversation: number;
  /** every client_id that was ever sent */
  sent: Set<string>;
  /** client_id → seq, as the server acknowledged it */
  acked: Map<string, number>;
  /** the same, as the other was told */
  heard: Map<string, number>;
}

async function talk(pair: Pair, sender: Wire, client_id: string): Promise<void> {
  pair.sent.add(client_id);
  const input = { conversation_id: pair.conversation, message: `m ${client_id}`, client_id };
  const answer = await sender.say("message:send", input);
  if (!answer.ok) throw new Error(answer.message);
  pair.acked.set(client_id, (answer.data as Message).seq);
}

/** First what had no answer, as a client's outbox does, then ever more, until the server is gone. */
async function speak(url: string, pair: Pair): Promise<Wire[]> {
  const [sender, receiver] = [await wire(url, pair.ahmed), await wire(url, pair.sara)];
  receiver.socket.on("message.sent", ({ client_id, seq }: Message) => pair.heard.set(client_id, seq));
  const again = [...pair.sent].filter((id) => !pair.acked.has(id));
  const lane = async () => {
    while (sender.socket.connected) await talk(pair, sender, again.pop() ?? randomUUID());
  };
  for (let one = 0; one < WIDTH; one += 1) lane().catch(() => undefined);
  return [sender, receiver];
}

async function storedOf({ sara, conversation }: Pair, url: string): Promise<Message[]> {
  const all: Message[] = [];
  for (let rev = 0; ; rev = all.at(-1)?.rev ?? 0) {
    const path = `/chat/conversations/${conversation}/messages?since_rev=${rev}&limit=100`;
    const { body } = await rest(url, "GET", path, { token: sara.token });
    const page = body?.data as Message[];
    if (page.length === 0) return all;
    all.push(...page);
  }
}

test("a server killed under load again and again keeps each acknowledged message once, in its place", async () => {
  const server = await startServer();
  try {
    const pairs = await Promise.all(
      Array.from({ length: PAIRS }, async (): Promise<Pair> => {
        const people = await twoPeople(server.url);
        return { ...people, sent: new Set(), acked: new Map(), heard: new Map() };
      }),
    );
    for (let round = 1; round <= ROUNDS; round += 1) {
      const before = pairs.reduce((sum, { acked }) => sum + acked.size, 0);
      const wires = (await Promise.all(pairs.map((pair) => speak(server.url, pair)))).flat();
      const grown = () => pairs.reduce((sum, { acked }) => sum + acked.size, 0) - before;
      await expect.poll(grown, { intervals: [5] }).toBeGreaterThan(200 + Math.random() * 200);
      await server.crash();
      for (const { socket } of wires) socket.disconnect();
    }
    for (const pair of pairs) {
      const sender = await wire(server.url, pair.ahmed);
      const lost = [...pair.sent].filter((id) => !pair.acked.has(id));
      await Promise.all(lost.map((id) => talk(pair, sender, id)));
      sender.socket.disconnect();
      const stored = await storedOf(pair, server.url);
      expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index + 1));
      const kept = new Map(stored.map(({ client_id, seq }) => [client_id, seq]));
      expect(kept.size, "each once").toBe(stored.length);
      expect(new Set(kept.keys()), "all that was sent").toEqual(pair.sent);
      expect(kept, "each where its acknowledgement said").toEqual(pair.acked);
      for (const [id, seq] of pair.heard) expect(kept.get(id), "nothing was shown that is not there").toBe(seq);
    }
  } finally {
    await server.dispose();
  }
});
