import { describe, expect, test } from "vitest";
import type { Message } from "@/lib/contracts/chat";
import { requoted } from "./message-quotes";
import { sampleMessage } from "./testing/chat-samples";

const original = sampleMessage({ seq: 1, message: "where?" });
const quote = { id: original.id, seq: 1, sender_id: 2, type: "text", message: "where?", deleted: false } as const;
const reply = sampleMessage({ seq: 3, reply_to: quote });
const edited = sampleMessage({ seq: 1, rev: 4, message: "when?", edited_at: "2026-01-25T10:00:00.000Z" });
const deleted = sampleMessage({ seq: 1, rev: 5, message: "", deleted_at: "2026-01-25T10:00:00.000Z" });
const between = sampleMessage({ seq: 2 });
const quoteIn = (messages: readonly Message[]) => messages.find(({ seq }) => seq === 3)?.reply_to;

describe("a quote", () => {
  test("follows the edit of what it quotes, and its deletion", () => {
    expect(quoteIn(requoted([edited, between, reply], [edited]))).toEqual({ ...quote, message: "when?" });
    expect(quoteIn(requoted([deleted, between, reply], [deleted]))).toEqual({ ...quote, message: "", deleted: true });
  });

  test("follows an original that is not loaded", () => {
    expect(quoteIn(requoted([between, reply], [deleted]))?.deleted).toBe(true);
  });

  test("of a reply that comes late is of the original as it is by now", () => {
    expect(quoteIn(requoted([deleted, between, reply], [reply]))?.deleted).toBe(true);
    expect(quoteIn(requoted([between, reply], [reply], [deleted]))?.deleted).toBe(true);
  });

  test("does not go back to an older version of the original", () => {
    expect(quoteIn(requoted([deleted, between, reply], [edited]))?.deleted).toBe(true);
    expect(quoteIn(requoted([between, reply], [edited], [deleted]))?.deleted).toBe(true);
  });

  test("shows the first 200 characters, as the server does, and no half of one", () => {
    const long = { ...edited, message: `${"a".repeat(199)}😀 and more` };
    expect(quoteIn(requoted([long, between, reply], [long]))?.message).toBe("a".repeat(199));
  });

  test("that has not changed leaves the messages as they are", () => {
    const messages = [original, between, reply];
    expect(requoted(messages, [between])).toBe(messages);
    expect(requoted(messages, [reply])).toBe(messages);
  });
});
