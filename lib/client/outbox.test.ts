import { describe, expect, test } from "vitest";
import { tabsOfTest } from "./testing/tabs-of-test";

// Without IndexedDB, as in a private window that forbids it: everything here holds in memory as well.
const { open, online, settle } = tabsOfTest();

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
    const tab = open({ now: () => clock });
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
