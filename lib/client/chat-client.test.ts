import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Message } from "@/lib/contracts/chat";
import { type Chat, createChat } from "./chat-client";
import { withoutHidden } from "./marks-merge";
import { hasHole } from "./message-store-merge";
import { badLine } from "./testing/bad-line";
import { me, other } from "./testing/model-conversation";
import { openPage } from "./testing/open-page";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { documentElement: { lang: "ar" } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const rooms = [7, 8] as const;
/** `is_read` is told by receipts, not by a message's rev. */
const told = (messages: readonly Message[]) => messages.map(({ is_read, ...message }) => message);
type Line = ReturnType<typeof badLine>;

type Draw = (sides: number) => number;
type Step = (world: { chat: Chat; line: Line; id: number; draw: Draw; typed: Map<number, string[]> }) => void;
let count = 0;
const steps: Step[] = [
  ({ line, id }) => line.server.of(id).send(other, `other-${count++}`, "from the other"),
  ({ line, id, draw }) => line.server.of(id).send(other, `other-${count++}`, "an answer", draw(50)),
  ({ line, id }) => line.server.of(id).send(me, `elsewhere-${count++}`, "from another device"),
  ({ line, id }) => line.server.of(id).call(other),
  ({ line, id }) => line.server.of(id).call(me),
  ({ line, id, draw }) => line.server.of(id).change(draw(50), "edit"),
  ({ line, id, draw }) => line.server.of(id).change(draw(50), "delete"),
  ({ line, id, draw }) => line.server.of(id).change(draw(50), "react"),
  ({ line, id, draw }) => line.server.of(id).markRead(other, draw(50)),
  ({ line, id, draw }) => line.server.of(id).markDelivered(other, draw(50)),
  ({ line, id, draw }) => line.server.of(id).markRead(me, draw(50)),
  ({ line, id, draw }) => line.server.of(id).come(draw(2) === 0),
  ({ line, id, draw }) => line.server.of(id).own.set({ pinned: draw(2) === 0 }),
  ({ line, id, draw }) => line.server.of(id).own.set({ archived: draw(2) === 0 }),
  ({ line, id, draw }) => line.server.of(id).star(draw(50)),
  ({ chat, id, typed }) => {
    const text = `typed ${count++}`;
    typed.get(id)?.push(text);
    chat.outbox.add(id, text);
  },
  ({ chat, id }) => {
    const known = chat.conversations.get(id);
    if (known) chat.read(id, known.last_seq);
  },
  ({ chat, id }) => void chat.messages.loadOlder(id).catch(() => undefined),
  ({ chat, line, id, draw }) => {
    if (draw(3) > 0) return;
    openPage(chat, line, id);
    // As every screen of a conversation does.
    chat.messages.catchUp(id).catch(() => undefined);
  },
  ({ line }) => line.breakOff(),
  ({ line }) => line.connect(),
  ({ line }) => line.connect(),
];

type Plan = readonly (readonly [number, number, number])[];

/** Lets all of it happen over a bad line, and answers the world as it is then. */
async function live(plan: Plan, seed: Iterator<number>) {
  vi.clearAllTimers();
  const draw: Draw = (sides) => (seed.next().value ?? 0) % sides;
  const line = badLine(rooms, draw);
  vi.stubGlobal("fetch", line.fetch);
  const chat = createChat(me, []);
  const typed = new Map<number, string[]>(rooms.map((id) => [id, []]));
  for (const id of rooms) openPage(chat, line, id);
  const leave = chat.connect(line.realtime);
  const stop = () => {
    line.breakOff();
    leave();
  };
  for (const [kind, room, pause] of plan) {
    steps[kind]?.({ chat, line, id: rooms[room] ?? 7, draw, typed });
    await vi.advanceTimersByTimeAsync(pause);
    for (const id of rooms) {
      const shown = chat.messages.get(id)?.messages.map(({ seq }) => seq) ?? [];
      expect(shown, "in order, each once, at every moment").toEqual([...new Set(shown)].sort((a, b) => a - b));
    }
  }
  line.mend();
  return { chat, line, typed, stop };
}
type World = Awaited<ReturnType<typeof live>>;

async function expectMessages({ chat, line }: World, id: number): Promise<Message[]> {
  for (let pages = 0; chat.messages.get(id)?.has_older; pages += 1) {
    expect(pages, "each page brings one nearer to the beginning").toBeLessThan(100);
    const asked = chat.messages.loadOlder(id);
    await vi.advanceTimersByTimeAsync(10);
    await asked;
  }
  const asked = chat.marks.catchUp(id);
  await vi.advanceTimersByTimeAsync(10);
  await asked;
  const thread = chat.messages.get(id);
  const { own, ...truth } = { own: line.server.of(id).own, seen: line.server.of(id).seen() };
  expect(thread && hasHole(thread)).toBe(false);
  expect(Object.values(chat.marks.get(id).of).sort((a, b) => a.rev - b.rev)).toEqual(own.since(0));
  // Of an original that is gone from one's own eyes one hears no more: its quote stays as it was heard.
  const there = new Set(truth.seen.map((message) => message.id));
  const heard = (messages: readonly Message[]) =>
    told(messages).map((message) =>
      message.reply_to && !there.has(message.reply_to.id) ? { ...message, reply_to: null } : message,
    );
  expect(heard(withoutHidden(thread?.messages ?? [], chat.marks.get(id)))).toEqual(heard(truth.seen));
  return line.server.of(id).all();
}

/** Each text once, in the order of writing; an edit since does not change that it was stored. */
function expectTyped({ chat, typed }: World, id: number, all: readonly Message[]): void {
  expect(chat.outbox.store.getState().entries).toEqual([]);
  const mine = all.filter(({ client_id, sender_id }) => sender_id === me && !/^(elsewhere|call)/.test(client_id));
  expect(mine).toHaveLength(typed.get(id)?.length ?? 0);
  for (const [at, message] of mine.entries()) {
    if (!message.edited_at && !message.deleted_at) expect(message.message).toBe(typed.get(id)?.[at]);
  }
}

function expectConversation({ chat, line }: World, id: number): void {
  const { last_seq, rev, read_seq, unread_count, other_read_seq, other_delivered_seq, ...truth } = line.server
    .of(id)
    .listed();
  const { latest_message: latest, other_user, pinned, archived, cleared_seq } = truth;
  expect(chat.conversations.get(id)).toMatchObject({
    ...{ last_seq, rev, read_seq, unread_count, other_read_seq, other_delivered_seq },
    ...{ other_user, pinned, archived, cleared_seq },
    latest_message: latest && { seq: latest.seq, message: latest.message, deleted: latest.deleted },
  });
}

const step = fc.tuple(
  fc.nat({ max: steps.length - 1 }),
  fc.nat({ max: rooms.length - 1 }),
  fc.constantFrom(0, 10, 60, 300),
);
const plans = fc.array(step, { size: "max", maxLength: 100 });
const runs = { numRuns: 60 };

test("a client whose events and answers were lost, doubled, late and out of order holds the truth after it connects", async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.infiniteStream(fc.nat()), async (plan, seed) => {
      const world = await live(plan, seed);
      world.line.breakOff();
      await vi.advanceTimersByTimeAsync(1000);
      world.line.connect();
      await vi.advanceTimersByTimeAsync(60_000);
      for (const id of rooms) {
        expectTyped(world, id, await expectMessages(world, id));
        expectConversation(world, id);
      }
      world.stop();
    }),
    runs,
  );
});

test("a gap that an event shows is filled without a new connection, although the first questions fail", async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.infiniteStream(fc.nat()), async (plan, seed) => {
      const world = await live([...plan, [steps.length - 1, 0, 0]], seed);
      await vi.advanceTimersByTimeAsync(20_000);
      world.line.fail(4);
      for (const id of rooms) world.line.server.of(id).send(other, `last-${count++}`, "the last word");
      await vi.advanceTimersByTimeAsync(60_000);
      world.line.fail(0);
      for (const id of rooms) expectTyped(world, id, await expectMessages(world, id));
      world.stop();
    }),
    runs,
  );
});
