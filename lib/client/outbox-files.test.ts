import { describe, expect, test, vi } from "vitest";
import { tabsOfTest } from "./testing/tabs-of-test";

// Without IndexedDB, as in a private window that forbids it: everything here holds in memory as well.
const { online, settle } = tabsOfTest();

describe("a message with a file", () => {
  const file = { blob: new Blob(["a picture"], { type: "image/png" }), name: "cat.png" };

  test("goes up first, shows how far it is, and is sent by its upload_id, before what was written after it", async () => {
    const { outbox, calls, uploads, texts, idOf } = online();
    outbox.add(7, "my cat", { file });
    outbox.add(7, "isn’t she lovely?");
    await settle();
    expect(texts()).toEqual([]);
    expect(uploads[0]?.file.name).toBe("cat.png");
    uploads[0]?.onProgress(0.5);
    expect(outbox.store.getState().progress).toEqual({ [idOf("my cat")]: 0.5 });
    uploads[0]?.answer("u1");
    await settle();
    expect(calls[0]?.entry).toMatchObject({ text: "my cat", upload_id: "u1" });
    calls[0]?.answer(undefined);
    await settle();
    expect(texts()).toEqual(["my cat", "isn’t she lovely?"]);
    expect(outbox.store.getState().progress).toEqual({});
  });

  test("does not go up again when only its sending failed", async () => {
    const { outbox, calls, uploads } = online();
    outbox.add(7, "my cat", { file });
    await settle();
    uploads[0]?.answer("u1");
    await settle();
    calls[0]?.fail("network");
    await vi.advanceTimersByTimeAsync(1100);
    expect([uploads.length, calls.length]).toEqual([1, 2]);
  });

  test("goes up again after a network failure, and from the start on Retry", async () => {
    const { outbox, calls, uploads, idOf } = online();
    outbox.add(7, "my cat", { file });
    await settle();
    uploads[0]?.fail("network");
    await vi.advanceTimersByTimeAsync(1100);
    uploads[1]?.answer("u1");
    await settle();
    calls[0]?.fail("forbidden");
    await settle();
    outbox.retry(idOf("my cat"));
    await settle();
    expect(uploads).toHaveLength(3);
  });

  test("goes up once more by itself when the server has forgotten it, and only once", async () => {
    const { outbox, calls, uploads, entries } = online();
    outbox.add(7, "my cat", { file });
    await settle();
    uploads[0]?.answer("u1");
    await settle();
    calls[0]?.fail("not_found");
    await settle();
    uploads[1]?.answer("u2");
    await settle();
    expect(calls[1]?.entry.upload_id).toBe("u2");
    calls[1]?.fail("not_found");
    await settle();
    expect([uploads.length, entries()[0]?.state]).toEqual([2, "failed"]);
  });

  test("that the server refuses stands, and what was written after it goes out", async () => {
    const { outbox, uploads, texts, entries } = online();
    outbox.add(7, "my film", { file });
    outbox.add(7, "too large?");
    await settle();
    uploads[0]?.fail("too_large", "At most 25 MB");
    await settle();
    expect(entries()[0]).toMatchObject({ state: "failed", failure: { message: "At most 25 MB" } });
    expect(texts()).toEqual(["too large?"]);
  });

  test("can be cancelled while it goes up, and what was written after it goes out", async () => {
    const { outbox, uploads, texts, waiting, idOf } = online();
    outbox.add(7, "my cat", { file });
    outbox.add(7, "never mind");
    await settle();
    outbox.discard(idOf("my cat"));
    await settle();
    expect(uploads[0]?.signal.aborted).toBe(true);
    expect([texts(), waiting()]).toEqual([["never mind"], ["never mind"]]);
  });

  test("can be cancelled while it waits for another try, and what was written after it goes out", async () => {
    const { outbox, uploads, texts, idOf } = online();
    outbox.add(7, "my cat", { file });
    outbox.add(7, "never mind");
    await settle();
    uploads[0]?.fail("network");
    await settle();
    outbox.discard(idOf("my cat"));
    await settle();
    expect(texts()).toEqual(["never mind"]);
  });

  test("goes up while others are on their way, one after the other", async () => {
    const { outbox, uploads } = online();
    outbox.add(7, "one", { file });
    outbox.add(7, "two", { file });
    await settle();
    expect(uploads).toHaveLength(1);
    uploads[0]?.answer("u1");
    await settle();
    expect(uploads).toHaveLength(2);
  });
});
