import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Message } from "@/lib/contracts/chat";
import { ApiError } from "./api";
import { sampleMessage } from "./chat-samples";
import { createOutbox } from "./outbox";
import type { OutboxEntry } from "./outbox-rules";
import type { OutboxStorage } from "./outbox-storage";

function memoryStorage() {
  const kept = new Map<string, OutboxEntry>();
  let told: (clientId: string) => void = () => {};
  const storage: OutboxStorage = {
    load: () => [...kept.values()],
    save: (entry) => void kept.set(entry.client_id, entry),
    remove: (clientId) => void kept.delete(clientId),
    onRemoved(listener) {
      told = listener;
      return () => {};
    },
  };
  return { storage, kept, removeElsewhere: (clientId: string) => told(clientId) };
}

/** A server whose answers the test gives one by one. */
function setUp(kept = memoryStorage()) {
  const calls: {
    entry: OutboxEntry;
    answer(message?: Message): void;
    fail(code: ApiError["code"], text?: string): void;
  }[] = [];
  const sent: Message[] = [];
  const outbox = createOutbox({
    storage: kept.storage,
    now: () => 1000,
    send: (entry) =>
      new Promise((resolve, reject) => {
        calls.push({
          entry,
          answer: (message = sampleMessage({ client_id: entry.client_id })) => resolve(message),
          fail: (code, text = "") => reject(new ApiError(code, text)),
        });
      }),
    onSent: (message) => void sent.push(message),
  });
  const entries = () => outbox.store.getState().entries;
  return { ...kept, outbox, calls, sent, entries, texts: () => calls.map((call) => call.entry.text) };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the outbox", () => {
  test("sends in order, the next when the one before is acknowledged", async () => {
    const { outbox, calls, texts, entries, kept } = setUp();
    outbox.setOnline(true);
    outbox.add(7, "one");
    outbox.add(7, "two");
    expect(texts()).toEqual(["one"]);
    expect(entries().map((entry) => entry.state)).toEqual(["sending", "queued"]);
    calls[0]?.answer();
    await settle();
    expect(texts()).toEqual(["one", "two"]);
    calls[1]?.answer();
    await settle();
    expect([entries(), kept.size]).toEqual([[], 0]);
  });

  test("does not let one conversation wait for another", () => {
    const { outbox, texts } = setUp();
    outbox.setOnline(true);
    outbox.add(7, "to sara");
    outbox.add(8, "to omar");
    expect(texts()).toEqual(["to sara", "to omar"]);
  });

  test("keeps what is typed offline and sends it in order once the connection is there", async () => {
    const { outbox, calls, texts } = setUp();
    outbox.add(7, "one");
    outbox.add(7, "two");
    expect(texts()).toEqual([]);
    outbox.setOnline(true);
    calls[0]?.answer();
    await settle();
    expect(texts()).toEqual(["one", "two"]);
  });

  test("after a lost answer sends the same message again, under the same client_id, before the next", async () => {
    const { outbox, calls, texts, entries } = setUp();
    outbox.setOnline(true);
    outbox.add(7, "one");
    outbox.add(7, "two");
    outbox.setOnline(false);
    calls[0]?.fail("network");
    await settle();
    expect(entries().map((entry) => entry.state)).toEqual(["queued", "queued"]);
    outbox.setOnline(true);
    expect(texts()).toEqual(["one", "one"]);
    expect(calls[1]?.entry.client_id).toBe(calls[0]?.entry.client_id);
  });

  test("tries again by itself, less and less often, while connected", async () => {
    const { outbox, calls } = setUp();
    outbox.setOnline(true);
    outbox.add(7, "one");
    calls[0]?.fail("network");
    await vi.advanceTimersByTimeAsync(999);
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toHaveLength(2);
    calls[1]?.fail("rate_limited");
    await vi.advanceTimersByTimeAsync(1999);
    expect(calls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toHaveLength(3);
  });

  test("a refusal stands with the server's sentence, and the next goes out", async () => {
    const { outbox, calls, texts, entries } = setUp();
    outbox.setOnline(true);
    outbox.add(7, "one");
    outbox.add(7, "two");
    calls[0]?.fail("forbidden", "You cannot write here");
    await settle();
    expect(entries()[0]).toMatchObject({
      state: "failed",
      failure: { code: "forbidden", message: "You cannot write here" },
    });
    expect(texts()).toEqual(["one", "two"]);
  });

  test("a refused message goes again on demand, behind those that wait, or is discarded", async () => {
    const { outbox, calls, texts, entries, kept } = setUp();
    outbox.setOnline(true);
    outbox.add(7, "one");
    outbox.add(7, "two");
    calls[0]?.fail("internal", "Something went wrong");
    await settle();
    outbox.retry(calls[0]?.entry.client_id ?? "");
    expect(entries().map((entry) => entry.text)).toEqual(["two", "one"]);
    calls[1]?.answer();
    await settle();
    expect(texts()).toEqual(["one", "two", "one"]);
    calls[2]?.fail("internal");
    await settle();
    outbox.discard(calls[2]?.entry.client_id ?? "");
    expect([entries(), kept.size]).toEqual([[], 0]);
  });

  test("an event that comes before the answer confirms the message", async () => {
    const { outbox, calls, entries, sent } = setUp();
    outbox.setOnline(true);
    outbox.add(7, "one");
    outbox.confirm(calls[0]?.entry.client_id ?? "");
    expect(entries()).toEqual([]);
    calls[0]?.answer();
    await settle();
    expect(entries()).toEqual([]);
    expect(sent).toHaveLength(1);
  });

  test("after a reload sends what had no answer yet, and shows what was refused", () => {
    const before = setUp();
    before.outbox.setOnline(true);
    before.outbox.add(7, "one");
    before.outbox.add(7, "two");
    const after = setUp(before);
    after.outbox.start();
    expect(after.entries().map((entry) => [entry.text, entry.state])).toEqual([
      ["one", "queued"],
      ["two", "queued"],
    ]);
    after.outbox.setOnline(true);
    expect(after.calls[0]?.entry.client_id).toBe(before.calls[0]?.entry.client_id);
  });

  test("starting twice doubles nothing", () => {
    const { outbox, entries } = setUp();
    outbox.add(7, "one");
    outbox.start();
    outbox.start();
    expect(entries()).toHaveLength(1);
  });

  test("lets go of what another tab has sent", () => {
    const { outbox, entries, removeElsewhere } = setUp();
    outbox.start();
    outbox.add(7, "one");
    removeElsewhere(entries()[0]?.client_id ?? "");
    expect(entries()).toEqual([]);
  });
});
