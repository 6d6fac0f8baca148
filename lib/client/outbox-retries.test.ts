import { describe, expect, test, vi } from "vitest";
import { tabsOfTest } from "./testing/tabs-of-test";

const { online, settle } = tabsOfTest();

describe("what could not be sent for now", () => {
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
});
