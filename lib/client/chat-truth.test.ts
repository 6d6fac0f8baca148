import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createChat } from "./chat-client";
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

/** A chat that is not connected yet, over a line that loses nothing, and what is true of conversation 7. */
function atRest(pace: "quick" | "slow" = "quick") {
  const line = badLine([7], (sides) => sides - 1);
  line.mend(pace === "slow");
  vi.stubGlobal("fetch", line.fetch);
  return { line, chat: createChat(me, []), truth: line.server.of(7) };
}

test("an answer that events have overtaken takes nothing back", async () => {
  const { line, chat, truth } = atRest("slow");
  openPage(chat, line, 7);
  truth.send(other, "said", "hello");
  const stop = chat.connect(line.realtime);
  line.connect();
  // Asked a moment ago, answered in 200 ms.
  await vi.advanceTimersByTimeAsync(20);
  truth.come(true);
  truth.own.set({ pinned: true });
  await vi.advanceTimersByTimeAsync(1000);
  expect(chat.conversations.get(7)).toMatchObject({ pinned: true, other_user: { online: true }, last_seq: 1 });
  stop();
});

test("after a gap nothing is shown of what another device has cleared", async () => {
  const { line, chat, truth } = atRest();
  truth.send(other, "gone", "not for these eyes");
  openPage(chat, line, 7);
  const stop = chat.connect(line.realtime);
  truth.clear();
  line.connect();
  await vi.advanceTimersByTimeAsync(1000);
  expect(chat.messages.get(7)?.messages).toEqual([]);
  expect(chat.conversations.get(7)).toMatchObject({ latest_message: null, unread_count: 0 });
  // A page of before, as the browser's back button brings it.
  chat.messages.answer(7, truth.all(), false);
  expect(chat.messages.get(7)?.messages).toEqual([]);
  stop();
});

test("one's own call is read at the server as on the screen, though it came before the word that all before it was read", async () => {
  const { line, chat, truth } = atRest();
  openPage(chat, line, 7);
  const stop = chat.connect(line.realtime);
  line.connect();
  truth.send(other, "unread", "are you there?");
  await vi.advanceTimersByTimeAsync(10);
  chat.read(7, 1);
  truth.call(me);
  await vi.advanceTimersByTimeAsync(1000);
  expect([chat.conversations.get(7)?.read_seq, truth.listed().read_seq]).toEqual([2, 2]);
  stop();
});

test("where nothing was said yet, whether the other is there is true again after a gap", async () => {
  const { line, chat, truth } = atRest();
  openPage(chat, line, 7);
  const stop = chat.connect(line.realtime);
  line.connect();
  await vi.advanceTimersByTimeAsync(10);
  line.breakOff();
  truth.come(true);
  line.connect();
  await vi.advanceTimersByTimeAsync(1000);
  expect(chat.conversations.get(7)?.other_user.online).toBe(true);
  stop();
});

test("a stranger's first words are a request, also where their conversation stood open and empty", async () => {
  const { line, chat, truth } = atRest();
  openPage(chat, line, 7);
  const stop = chat.connect(line.realtime);
  line.connect();
  await vi.advanceTimersByTimeAsync(10);
  truth.own.settings.request = true;
  truth.send(other, "first", "hello, stranger");
  await vi.advanceTimersByTimeAsync(1000);
  expect(chat.conversations.get(7)?.request).toBe(true);
  stop();
});

test("after a gap the list no longer shows what another device has deleted for oneself", async () => {
  const { line, chat, truth } = atRest();
  truth.send(other, "kept", "the one before");
  truth.send(other, "hidden", "not for these eyes");
  openPage(chat, line, 7);
  const stop = chat.connect(line.realtime);
  truth.hide(1);
  line.connect();
  await vi.advanceTimersByTimeAsync(1000);
  expect(chat.conversations.get(7)?.latest_message?.message).toBe("the one before");
  stop();
});
