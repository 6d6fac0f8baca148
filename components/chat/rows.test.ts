import { describe, expect, test } from "vitest";
import type { OutboxEntry } from "@/lib/client/outbox-rules";
import { sampleMessage } from "@/lib/client/testing/chat-samples";
import type { Message } from "@/lib/contracts/chat";
import { itemsIn, type LogInput, type TextRow, unstored } from "./rows";

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 25, 10, minutes)).toISOString();
const message = (seq: number, sender_id: number, minutes: number, change: Partial<Message> = {}) =>
  sampleMessage({ seq, sender_id, created_at: at(minutes), ...change });
const entry = (client_id: string, change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  client_id,
  conversation_id: 7,
  text: client_id,
  at: Date.UTC(2026, 0, 25, 10, 30),
  state: "queued",
  failure: null,
  ...change,
});
const log = (change: Partial<LogInput>): LogInput => ({
  messages: [],
  waiting: [],
  me: 1,
  complete: true,
  receipts: { other_read_seq: 0, other_delivered_seq: 0 },
  unreadAfter: null,
  openedAt: 1000,
  dayOf: (moment) => moment.slice(0, 10),
  ...change,
});
const items = (change: Partial<LogInput>) => itemsIn(log(change), 0, Number.POSITIVE_INFINITY);
const texts = (change: Partial<LogInput>) =>
  items(change)
    .map(({ line }) => line)
    .filter((line): line is TextRow => line.kind === "text");
const kinds = (change: Partial<LogInput>) =>
  items(change).flatMap(({ day, unread, line }) => [
    ...(day === null ? [] : ["day"]),
    ...(unread ? ["unread"] : []),
    line.kind,
  ]);

describe("the lines of the log", () => {
  test("what one person says within five minutes stands together", () => {
    const shapes = texts({
      messages: [message(1, 2, 0), message(2, 2, 4), message(3, 2, 10), message(4, 1, 11)],
    }).map(({ first, last, tells }) => [first, last, tells]);
    expect(shapes).toEqual([
      [true, false, false],
      [false, true, true],
      [true, true, true],
      [true, true, true],
    ]);
  });

  test("a call, a new day and the divider end a group", () => {
    const call = message(2, 2, 1, { type: "call" });
    expect(texts({ messages: [message(1, 2, 0), call, message(3, 2, 2)] }).every(({ last }) => last)).toBe(true);
    const days = [
      message(1, 2, 0, { created_at: "2026-01-24T23:59:00.000Z" }),
      message(2, 2, 0, { created_at: "2026-01-25T00:01:00.000Z" }),
    ];
    expect(kinds({ messages: days })).toEqual(["day", "text", "day", "text"]);
    expect(texts({ messages: days }).every(({ first }) => first)).toBe(true);
    const divided = { messages: [message(1, 2, 0), message(2, 2, 1)], unreadAfter: 1 };
    expect(kinds(divided)).toEqual(["day", "text", "unread", "text"]);
    expect(texts(divided).every(({ first, last }) => first && last)).toBe(true);
  });

  test("the day above the oldest loaded message is named once nothing older can come", () => {
    expect(kinds({ messages: [message(51, 2, 0)], complete: false })).toEqual(["text"]);
    expect(kinds({ messages: [message(1, 2, 0)] })).toEqual(["day", "text"]);
  });

  test("the divider waits until the first unread message is loaded", () => {
    const messages = [message(51, 2, 0), message(52, 2, 1)];
    expect(kinds({ messages, complete: false, unreadAfter: 40 })).not.toContain("unread");
    expect(kinds({ messages, complete: false, unreadAfter: 50 })).toEqual(["unread", "text", "text"]);
    expect(kinds({ messages: [message(1, 2, 0)], unreadAfter: 0 })).toEqual(["day", "unread", "text"]);
    expect(kinds({ messages, unreadAfter: 52 })).not.toContain("unread");
  });

  test("one's own messages carry the state that the other's positions give them", () => {
    const messages = [message(1, 1, 0), message(2, 1, 1), message(3, 1, 2), message(4, 2, 3)];
    const states = texts({ messages, receipts: { other_read_seq: 1, other_delivered_seq: 2 } });
    expect(states.map(({ state }) => state)).toEqual(["read", "delivered", "sent", null]);
    // Inside a group each says so, where the next is not as far.
    expect(states.slice(0, 3).every(({ tells }) => tells)).toBe(true);
  });

  test("what waits stands below, and once only when its event came first", () => {
    const stored = message(1, 1, 0, { client_id: "a" });
    const waiting = unstored([entry("a"), entry("b"), entry("c", { state: "failed" })], [stored]);
    const shown = texts({ messages: [stored], waiting });
    expect(shown.map(({ key, state }) => [key, state])).toEqual([
      ["a", "sent"],
      ["b", "sending"],
      ["c", "failed"],
    ]);
  });

  test("a message keeps its key from waiting to stored", () => {
    const [before] = texts({ waiting: [entry("a")] });
    const [after] = texts({ messages: [message(1, 1, 0, { client_id: "a" })] });
    expect(after?.key).toBe(before?.key);
  });

  test("any part of the log looks as it does in the whole", () => {
    const input = log({
      messages: [
        message(1, 2, 0, { created_at: "2026-01-24T23:59:00.000Z" }),
        message(2, 2, 0),
        message(3, 2, 1),
        message(4, 1, 2),
        message(5, 1, 3, { type: "call" }),
        message(6, 1, 4),
      ],
      waiting: [entry("a"), entry("b", { state: "failed" })],
      receipts: { other_read_seq: 4, other_delivered_seq: 4 },
      unreadAfter: 2,
    });
    const whole = itemsIn(input, 0, 8);
    expect(whole.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (let start = 0; start < 8; start += 1)
      for (let end = start; end <= 8; end += 1) expect(itemsIn(input, start, end)).toEqual(whole.slice(start, end));
  });
});
