import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openTab, type Tab } from "./testing/tab";

// Without IndexedDB, as in a private window that forbids it: everything here holds in memory as well.
const tabs: Tab[] = [];
function open() {
  const tab = openTab();
  tabs.push(tab);
  return tab;
}
function online() {
  const tab = open();
  tab.outbox.setOnline(true);
  return tab;
}
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.stop();
  vi.useRealTimers();
});

describe("the outbox", () => {
  test("shows at once, sends in order, the next when the one before is acknowledged", async () => {
    const { outbox, calls, texts, waiting, entries } = online();
    outbox.add(7, "one");
    outbox.add(7, "two");
    expect(waiting()).toEqual(["one", "two"]);
    await settle();
    expect(texts()).toEqual(["one"]);
    calls[0]?.answer(undefined);
    await settle();
    expect(texts()).toEqual(["one", "two"]);
    calls[1]?.answer(undefined);
    await settle();
    expect(entries()).toEqual([]);
  });

  test("does not let one conversation wait for another", async () => {
    const { outbox, texts } = online();
    outbox.add(7, "to sara");
    outbox.add(8, "to omar");
    await settle();
    expect(texts()).toEqual(["to sara", "to omar"]);
  });

  test("keeps what is typed offline and sends it in order once the connection is there", async () => {
    const { outbox, calls, texts } = open();
    outbox.add(7, "one");
    outbox.add(7, "two");
    await settle();
    expect(texts()).toEqual([]);
    outbox.setOnline(true);
    await settle();
    calls[0]?.answer(undefined);
    await settle();
    expect(texts()).toEqual(["one", "two"]);
  });

  test("orders by what was written first, though the clock goes back", async () => {
    let clock = 5000;
    const tab = openTab({ now: () => clock });
    tabs.push(tab);
    tab.outbox.add(7, "one");
    clock = 1000;
    tab.outbox.add(7, "two");
    await settle();
    expect(tab.waiting()).toEqual(["one", "two"]);
  });

  test("after a lost answer sends the same message again, under the same client_id, before the next", async () => {
    const { outbox, calls, texts, waiting } = online();
    outbox.add(7, "one");
    outbox.add(7, "two");
    await settle();
    outbox.setOnline(false);
    calls[0]?.fail("network");
    await settle();
    expect([texts(), waiting()]).toEqual([["one"], ["one", "two"]]);
    outbox.setOnline(true);
    await settle();
    expect(texts()).toEqual(["one", "one"]);
    expect(calls[1]?.entry.client_id).toBe(calls[0]?.entry.client_id);
  });

  test("goes again at once if the connection is back before the failure is known", async () => {
    const { outbox, calls } = online();
    outbox.add(7, "one");
    await settle();
    outbox.setOnline(false);
    outbox.setOnline(true);
    calls[0]?.fail("network");
    await settle();
    expect(calls).toHaveLength(2);
  });

  test("tries again by itself, less and less often, while connected", async () => {
    const { outbox, calls } = online();
    outbox.add(7, "one");
    await settle();
    calls[0]?.fail("network");
    await vi.advanceTimersByTimeAsync(990);
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20);
    expect(calls).toHaveLength(2);
    calls[1]?.fail("network");
    await vi.advanceTimersByTimeAsync(1980);
    expect(calls).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(40);
    expect(calls).toHaveLength(3);
  });

  test("waits as long as the server says when it was too much, and loses nobody's place", async () => {
    const { outbox, calls, texts } = online();
    outbox.add(7, "one");
    outbox.add(7, "two");
    await settle();
    calls[0]?.fail("rate_limited", "Too fast", 40);
    await vi.advanceTimersByTimeAsync(39_900);
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(texts()).toEqual(["one", "one"]);
  });

  test.each(["validation_failed", "forbidden", "not_found", "conflict", "too_large"] as const)(
    "a refusal as %s stands with the server's sentence, and the next goes out",
    async (code) => {
      const { outbox, calls, texts, entries } = online();
      outbox.add(7, "one");
      outbox.add(7, "two");
      await settle();
      calls[0]?.fail(code, "You cannot write here");
      await settle();
      expect(entries()[0]).toMatchObject({ state: "failed", failure: { code, message: "You cannot write here" } });
      expect(texts()).toEqual(["one", "two"]);
    },
  );

  test("takes a fault of the server for a passing one, but not for ever", async () => {
    const { outbox, calls, entries } = online();
    outbox.add(7, "one");
    await settle();
    for (let n = 0; n < 5; n += 1) {
      expect(entries()[0]?.state).toBe("queued");
      calls[n]?.fail("internal", "Something went wrong");
      await vi.advanceTimersByTimeAsync(16_000);
    }
    expect(calls).toHaveLength(5);
    expect(entries()[0]?.state).toBe("failed");
  });

  test("waits as long as the server cannot reach its data", async () => {
    const { outbox, calls, entries } = online();
    outbox.add(7, "one");
    await settle();
    for (let n = 0; n < 20; n += 1) {
      calls[n]?.fail("unavailable", "The server cannot reach its data");
      await vi.advanceTimersByTimeAsync(16_000);
    }
    expect(calls).toHaveLength(21);
    expect(entries()[0]?.state).toBe("queued");
  });

  test("on a full disk says so, keeps its place, and tries again by itself with growing pauses", async () => {
    const { outbox, calls, texts, entries } = online();
    outbox.add(7, "one");
    outbox.add(7, "two");
    await settle();
    const pauses = [1, 2, 4, 8, 16, 32, 64, 120, 120].map((seconds) => seconds * 1000);
    for (const [n, pause] of pauses.entries()) {
      calls[n]?.fail("storage_full", "No room");
      await vi.advanceTimersByTimeAsync(pause - 10);
      expect(calls).toHaveLength(n + 1);
      expect(entries()[0]).toMatchObject({ state: "queued", failure: { code: "storage_full", message: "No room" } });
      await vi.advanceTimersByTimeAsync(20);
    }
    calls.at(-1)?.answer(undefined);
    await settle();
    expect(texts().slice(-2)).toEqual(["one", "two"]);
  });

  test("on a full disk goes at once when the person asks, before what was written after it", async () => {
    const { outbox, calls, entries, idOf } = online();
    outbox.add(7, "one");
    outbox.add(7, "two");
    await settle();
    for (let n = 0; n < 6; n += 1) {
      calls[n]?.fail("storage_full", "No room");
      await vi.advanceTimersByTimeAsync(2 ** n * 1000 + 10);
    }
    calls[6]?.fail("storage_full", "No room");
    await settle();
    outbox.retry(idOf("one"));
    expect(entries().map(({ text, failure }) => [text, failure])).toEqual([
      ["one", null],
      ["two", null],
    ]);
    await settle();
    expect([calls.length, calls[7]?.entry.text]).toEqual([8, "one"]);
    outbox.discard(idOf("one"));
    calls[7]?.fail("storage_full", "No room");
    await settle();
    expect(entries().map(({ text }) => text)).toEqual(["two"]);
  });

  test("a refused message goes again on demand, behind those that wait, or is forgotten", async () => {
    const { outbox, calls, texts, waiting, idOf } = online();
    outbox.add(7, "one");
    outbox.add(7, "two");
    await settle();
    calls[0]?.fail("forbidden");
    await settle();
    outbox.retry(idOf("one"));
    expect(waiting()).toEqual(["two", "one"]);
    calls[1]?.answer(undefined);
    await settle();
    expect(texts()).toEqual(["one", "two", "one"]);
    calls[2]?.fail("forbidden");
    await settle();
    outbox.discard(idOf("one"));
    await settle();
    expect(waiting()).toEqual([]);
  });

  test("an event that comes before the answer confirms the message", async () => {
    const { outbox, calls, entries, sent, idOf } = online();
    outbox.add(7, "one");
    await settle();
    outbox.confirm(idOf("one"));
    expect(entries()).toEqual([]);
    calls[0]?.answer(undefined);
    await settle();
    expect([entries(), sent.length, calls.length]).toEqual([[], 1, 1]);
  });

  test("a message whose original was deleted meanwhile is refused, and goes without it on demand", async () => {
    const { outbox, calls, entries } = online();
    outbox.add(7, "an answer", { reply_to_id: 5 });
    await settle();
    calls[0]?.fail("validation_failed", "it was deleted", null, "reply_to_id");
    await settle();
    expect(entries()).toMatchObject([{ state: "failed", failure: { message: "it was deleted" } }]);
    outbox.retry(calls[0]?.entry.client_id ?? "");
    await settle();
    expect(calls[1]?.entry).toMatchObject({ text: "an answer", reply_to_id: undefined });
  });

  test("says with a message which one it answers", async () => {
    const { outbox, calls } = online();
    outbox.add(7, "yes", { reply_to_id: 12 });
    await settle();
    expect(calls[0]?.entry).toMatchObject({ text: "yes", reply_to_id: 12 });
  });
});
