import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "fake-indexeddb/auto";
import type { OutboxEntry } from "./outbox-rules";
import { createOutboxStorage } from "./outbox-storage";
import { fakeStorage } from "./testing/web-storage";

const entry = (client_id: string, change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  client_id,
  conversation_id: 7,
  text: client_id,
  at: 1000,
  state: "queued",
  failure: null,
  ...change,
});
const ids = (entries: readonly OutboxEntry[]) => entries.map((one) => one.client_id);

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("localStorage", fakeStorage());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("what is kept of the outbox", () => {
  test("is there after a reload, in order, with the bytes of its file", async () => {
    const before = createOutboxStorage(1);
    await before.put(entry("b", { at: 2 }));
    await before.put(
      entry("a", { at: 1, file: { blob: new Blob(["miaow"], { type: "image/png" }), name: "cat.png" } }),
    );
    const after = await createOutboxStorage(1).all();
    expect(ids(after)).toEqual(["a", "b"]);
    expect(await after[0]?.file?.blob.text()).toBe("miaow");
    expect(after[0]?.file).toMatchObject({ name: "cat.png", blob: { type: "image/png" } });
  });

  test("belongs to its person alone", async () => {
    await createOutboxStorage(1).put(entry("a"));
    const other = createOutboxStorage(2);
    expect(await other.all()).toEqual([]);
    expect(await other.first(7, () => true)).toBeUndefined();
    await other.clear();
    expect(ids(await createOutboxStorage(1).all())).toEqual(["a"]);
  });

  test("has a first in each conversation", async () => {
    const storage = createOutboxStorage(1);
    await storage.put(entry("refused", { at: 1, state: "failed" }));
    await storage.put(entry("second", { at: 3 }));
    await storage.put(entry("first", { at: 2 }));
    await storage.put(entry("elsewhere", { at: 1, conversation_id: 6 }));
    expect((await storage.first(7, ({ state }) => state === "queued"))?.client_id).toBe("first");
    expect(await storage.first(8, () => true)).toBeUndefined();
  });

  test("is not brought back by a change, once another tab has removed it", async () => {
    const storage = createOutboxStorage(1);
    await storage.put(entry("a"));
    await createOutboxStorage(1).remove("a");
    await storage.change("a", { state: "failed" });
    expect(await storage.all()).toEqual([]);
  });

  test("takes over once what an earlier version kept in localStorage, and nothing else", async () => {
    const old = { ...entry("old", { at: 5 }), state: "sending" };
    const refused = entry("refused", { at: 6, state: "failed", failure: { code: "forbidden", message: "No" } });
    vi.stubGlobal(
      "localStorage",
      fakeStorage({
        "nida-outbox:1:old": JSON.stringify(old),
        "nida-outbox:1:refused": JSON.stringify(refused),
        "nida-outbox:1:broken": "{",
        "nida-outbox:2:theirs": JSON.stringify(entry("theirs")),
        "nida-draft:1:7": "half a thought",
      }),
    );
    expect(await createOutboxStorage(1).all()).toEqual([{ ...old, state: "queued" }, refused]);
    expect(Object.keys(localStorage)).toEqual(["nida-outbox:2:theirs", "nida-draft:1:7"]);
    await createOutboxStorage(1).remove("old");
    expect(ids(await createOutboxStorage(1).all())).toEqual(["refused"]);
  });
});

describe("where the browser keeps nothing", () => {
  const inMemory = async () => {
    const storage = createOutboxStorage(1);
    await storage.put(entry("b", { at: 2 }));
    await storage.put(entry("a", { at: 1 }));
    expect(ids(await storage.all())).toEqual(["a", "b"]);
    expect((await storage.first(7, () => true))?.client_id).toBe("a");
    await storage.change("a", { state: "failed" });
    expect((await storage.first(7, ({ state }) => state === "queued"))?.client_id).toBe("b");
    await storage.remove("a");
    expect(ids(await storage.all())).toEqual(["b"]);
    await storage.clear();
    expect(await storage.all()).toEqual([]);
  };

  test("there is no IndexedDB at all", async () => {
    vi.stubGlobal("indexedDB", undefined);
    await inMemory();
  });

  test("opening it is refused", async () => {
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
    await inMemory();
  });

  test("opening it never comes to an end", async () => {
    vi.useFakeTimers();
    vi.stubGlobal("indexedDB", { open: () => new EventTarget() });
    const done = inMemory();
    await vi.advanceTimersByTimeAsync(5000);
    await done;
  });

  test("the disk is full: what it refused is in memory, beside what it took", async () => {
    const storage = createOutboxStorage(1);
    await storage.put(entry("a", { at: 1 }));
    const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    await storage.put(entry("b", { at: 2 }));
    full.mockRestore();
    expect(ids(await storage.all())).toEqual(["a", "b"]);
    expect(ids(await createOutboxStorage(1).all())).toEqual(["a"]);
    await storage.remove("b");
    expect(ids(await storage.all())).toEqual(["a"]);
  });

  test("a connection that the browser drops is opened again", async () => {
    const storage = createOutboxStorage(1);
    await storage.put(entry("a"));
    const dropped = vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementationOnce(() => {
      throw new DOMException("The database connection is closing", "InvalidStateError");
    });
    await storage.put(entry("b", { at: 2000 }));
    dropped.mockRestore();
    expect(ids(await createOutboxStorage(1).all())).toEqual(["a", "b"]);
  });
});
