import { afterEach, expect, test, vi } from "vitest";
import type { Message } from "@/lib/contracts/chat";
import { createMessageStore, type MessageStore } from "./message-store";
import { sampleMessage } from "./testing/chat-samples";

const upTo = (last: number, from = 1) =>
  Array.from({ length: last - from + 1 }, (_, i) => sampleMessage({ seq: from + i }));

/** A conversation of a thousand messages on a server; `answers` are held back until they are let go. */
function conversation() {
  const server = upTo(1000);
  const store = createMessageStore();
  const held: (() => void)[] = [];
  let holding = false;
  vi.stubGlobal("document", { documentElement: { lang: "en" } });
  vi.stubGlobal("fetch", async (url: string) => {
    const query = new URL(url, "http://nida").searchParams;
    const limit = Number(query.get("limit"));
    const number = (name: string) => (query.has(name) ? Number(query.get(name)) : null);
    const [before, after, around, since] = ["before", "after", "around", "since_rev"].map(number);
    const of = (from: number) => server.filter(({ seq }) => seq >= from && seq < from + limit);
    let items: Message[] = [];
    if (before != null) items = server.filter(({ id }) => id < before).slice(-limit);
    if (after != null) items = server.filter(({ id }) => id > after).slice(0, limit);
    if (around != null) items = of(Math.max(1, around - limit / 2));
    if (since != null) items = server.filter(({ rev }) => rev > since).slice(0, limit);
    const more = after == null && (items[0]?.seq ?? 1) > 1;
    const answer = Response.json({ status: true, data: structuredClone(items), next_cursor: more ? "more" : null });
    if (holding) await new Promise<void>((resolve) => held.push(resolve));
    return answer;
  });
  store.answer(7, server.slice(-50), true);
  return {
    store,
    hold: () => {
      holding = true;
    },
    letGo: () => {
      holding = false;
      for (const go of held.splice(0)) go();
    },
    edit(seq: number, rev: number) {
      const edited = sampleMessage({ seq, rev, message: `edited ${rev}` });
      server[seq - 1] = edited;
      return edited;
    },
  };
}
afterEach(() => vi.unstubAllGlobals());

const window = (store: MessageStore) => store.store.getState().windows[7];
const ends = (messages: readonly Message[] = []) => [messages[0]?.seq, messages.at(-1)?.seq, messages.length];

test("a message far above is shown with its neighbours; the thread stays as it is, and is shown again", async () => {
  const { store } = conversation();
  expect(await store.showAround(7, 300)).toBe("there");
  expect(ends(window(store)?.messages)).toEqual([275, 324, 50]);
  expect(ends(store.get(7)?.messages)).toEqual([951, 1000, 50]);
  store.change(sampleMessage({ seq: 1001 }));
  expect(ends(window(store)?.messages)).toEqual([275, 324, 50]);
  store.showNewest(7);
  expect(window(store)).toBeUndefined();
  expect(ends(store.get(7)?.messages)).toEqual([951, 1001, 51]);
});

test("what is loaded anyway is shown where it is, without a question", async () => {
  const { store } = conversation();
  await store.showAround(7, 300);
  const asked = vi.fn();
  vi.stubGlobal("fetch", asked);
  expect(await store.showAround(7, 280)).toBe("there");
  expect(ends(window(store)?.messages)).toEqual([275, 324, 50]);
  expect(await store.showAround(7, 990)).toBe("there");
  expect([asked.mock.calls.length, window(store)]).toEqual([0, undefined]);
});

test("a window grows to both sides, and becomes part of the thread where they meet", async () => {
  const { store } = conversation();
  await store.showAround(7, 860);
  await store.loadOlder(7);
  expect(ends(window(store)?.messages)).toEqual([785, 884, 100]);
  await store.loadNewer(7);
  expect(ends(window(store)?.messages)).toEqual([785, 934, 150]);
  await store.loadNewer(7);
  expect(window(store)).toBeUndefined();
  expect(ends(store.get(7)?.messages)).toEqual([785, 1000, 216]);
  expect(store.get(7)?.has_older).toBe(true);
});

test("down to the first message", async () => {
  const { store } = conversation();
  await store.showAround(7, 3);
  expect(window(store)?.has_older).toBe(false);
  expect(await store.showAround(7, 5000)).toBe("gone");
  expect(ends(window(store)?.messages)).toEqual([1, 50, 50]);
});

test("a change of what is in the window shows, and is not lost to a page that was under way", async () => {
  const { store, edit, hold, letGo } = conversation();
  await store.showAround(7, 300);
  store.change(edit(300, 1001));
  expect(window(store)?.messages[25]?.message).toBe("edited 1001");
  hold();
  const loading = Promise.all([store.loadNewer(7), store.loadOlder(7)]);
  store.change(edit(330, 1002));
  store.change(edit(270, 1003));
  letGo();
  await loading;
  const text = (seq: number) => window(store)?.messages.find((message) => message.seq === seq)?.message;
  expect([text(330), text(270)]).toEqual(["edited 1002", "edited 1003"]);
});

test("the last wish counts: an answer that comes after another jump, or after going back, is dropped", async () => {
  const { store, hold, letGo } = conversation();
  hold();
  const jumps = [store.showAround(7, 100), store.showAround(7, 500)];
  letGo();
  expect(await Promise.all(jumps)).toEqual(["overtaken", "there"]);
  expect(ends(window(store)?.messages)).toEqual([475, 524, 50]);
  hold();
  const jump = store.showAround(7, 100);
  const more = store.loadNewer(7);
  store.showNewest(7);
  letGo();
  await more;
  expect([await jump, window(store)]).toEqual(["overtaken", undefined]);
});
