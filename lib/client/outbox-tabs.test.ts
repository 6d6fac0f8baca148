import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import "fake-indexeddb/auto";
import { createChat } from "./chat-client";
import { forgetPerson, unsentOf } from "./leftovers";
import { fakeLocks } from "./testing/locks";
import { openTab, type Tab } from "./testing/tab";
import { fakeStorage } from "./testing/web-storage";

/** Several tabs of one browser: they share its database, its locks and its channels, and nothing else. */
let locks: ReturnType<typeof fakeLocks>;
const tabs: Tab[] = [];
function open(userId = 1) {
  const tab = openTab({ userId });
  tabs.push(tab);
  return tab;
}

beforeEach(() => {
  locks = fakeLocks();
  vi.stubGlobal("navigator", { locks: locks.locks });
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("localStorage", fakeStorage());
});
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.stop();
  vi.unstubAllGlobals();
});

const until = (check: () => unknown) => vi.waitFor(() => expect(check()).toBe(true), { timeout: 5000 });
const untilKept = (count: number, userId = 1) =>
  vi.waitFor(async () => expect(await unsentOf(userId)).toBe(count), { timeout: 5000 });
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const file = { blob: new Blob(["a picture"]), name: "cat.png" };

/** Answers every call as it comes, as the server does: the same client_id is the same message. */
function serve(...served: Tab[]) {
  const stored: string[] = [];
  const answered = new Set<object>();
  const round = setInterval(() => {
    for (const call of served.flatMap((tab) => tab.calls)) {
      if (answered.has(call)) continue;
      answered.add(call);
      if (!stored.includes(call.entry.text)) stored.push(call.entry.text);
      call.answer(undefined);
    }
  }, 1);
  return { stored, stop: () => clearInterval(round) };
}

describe("tabs of one person", () => {
  test("both written in offline send each message once, in order, when both are back", async () => {
    const [one, two] = [open(), open()];
    one.outbox.add(7, "1");
    await until(() => same(two.waiting(), ["1"]));
    two.outbox.add(7, "2");
    await until(() => same(one.waiting(), ["1", "2"]));
    one.outbox.add(7, "3");
    await until(() => same(two.waiting(), ["1", "2", "3"]));
    const { stored, stop } = serve(one, two);
    one.outbox.setOnline(true);
    two.outbox.setOnline(true);
    await until(() => one.waiting().length + two.waiting().length === 0);
    stop();
    expect(stored).toEqual(["1", "2", "3"]);
    expect(one.calls.length + two.calls.length).toBe(3);
  });

  test("one that is connected sends what was written in one that is not", async () => {
    const [offline, online] = [open(), open()];
    online.outbox.setOnline(true);
    offline.outbox.add(7, "hello");
    await until(() => online.calls.length === 1);
    online.calls[0]?.answer(undefined);
    await until(() => offline.waiting().length === 0);
  });

  test("closed before the answer leaves the message to the other, under the same client_id", async () => {
    const [dying, living] = [open(), open()];
    dying.outbox.setOnline(true);
    dying.outbox.add(7, "hello");
    await until(() => dying.calls.length === 1);
    living.outbox.setOnline(true);
    await until(() => living.waiting().length === 1);
    dying.stop();
    for (const name of locks.names()) locks.die(name);
    await until(() => living.calls.length === 1);
    expect(living.calls[0]?.entry.client_id).toBe(dying.calls[0]?.entry.client_id);
  });

  test("closed right after Send leave the message to the next one that is opened", async () => {
    const closed = open();
    closed.outbox.add(7, "hello");
    await untilKept(1);
    closed.stop();
    const next = open();
    next.outbox.setOnline(true);
    await until(() => next.calls.length === 1);
    expect(next.texts()).toEqual(["hello"]);
  });

  test("put what is written before the old has been read behind it, whatever the clock says", async () => {
    const before = openTab({ now: () => 9000 });
    tabs.push(before);
    before.outbox.add(7, "old");
    await untilKept(1);
    const after = open();
    after.outbox.add(7, "new");
    await until(() => same(after.waiting(), ["old", "new"]));
    const { stored, stop } = serve(after);
    after.outbox.setOnline(true);
    await until(() => stored.length === 2);
    stop();
    expect(stored).toEqual(["old", "new"]);
  });

  test("show a refusal in both; Retry in one and Delete in the other hold for both", async () => {
    const [one, two] = [open(), open()];
    one.outbox.setOnline(true);
    one.outbox.add(7, "hello");
    await until(() => one.calls.length === 1);
    one.calls[0]?.fail("forbidden", "No");
    await until(() => two.entries()[0]?.state === "failed");
    two.outbox.retry(two.idOf("hello"));
    await until(() => one.calls.length === 2);
    one.calls[1]?.fail("forbidden", "No");
    await until(() => two.entries()[0]?.failure?.message === "No");
    two.outbox.discard(two.idOf("hello"));
    await until(() => one.waiting().length === 0);
  });

  test("upload a file once, both see how far it is, and either can cancel it", async () => {
    const [one, two] = [open(), open()];
    one.outbox.setOnline(true);
    two.outbox.setOnline(true);
    one.outbox.add(7, "my cat", { file });
    await until(() => one.uploads.length + two.uploads.length === 1 && two.waiting().length === 1);
    const [busy, other] = one.uploads.length ? [one, two] : [two, one];
    busy.uploads[0]?.onProgress(0.25);
    await until(() => Object.values(other.outbox.store.getState().progress)[0] === 0.25);
    other.outbox.discard(other.idOf("my cat"));
    await until(() => busy.uploads[0]?.signal.aborted === true);
    await until(() => one.waiting().length + two.waiting().length === 0);
    expect([one.calls.length, two.calls.length]).toEqual([0, 0]);
  });
});

describe("people of one browser", () => {
  test("never see or send what another has written", async () => {
    const [ahmed, sara] = [open(1), open(2)];
    ahmed.outbox.add(7, "from ahmed");
    await untilKept(1);
    sara.outbox.setOnline(true);
    sara.outbox.add(7, "from sara");
    await until(() => sara.calls.length === 1);
    sara.calls[0]?.answer(undefined);
    await until(() => sara.waiting().length === 0);
    expect(sara.texts()).toEqual(["from sara"]);
    await untilKept(0, 2);
  });

  test("who leaves takes along what they had written and not sent, of every tab, and nobody else’s", async () => {
    const [ahmed, sara] = [open(1), open(2)];
    ahmed.outbox.add(7, "from ahmed");
    sara.outbox.add(7, "from sara");
    vi.stubGlobal("localStorage", fakeStorage({ "nida-draft:1:7": "half", "nida-draft:12:7": "hers" }));
    await Promise.all([untilKept(1, 1), untilKept(1, 2)]);
    await forgetPerson(1);
    await until(() => ahmed.waiting().length === 0);
    expect([await unsentOf(1), await unsentOf(2)]).toEqual([0, 1]);
    expect(Object.keys(localStorage)).toEqual(["nida-draft:12:7"]);
  });

  test("who leaves is asked for what only another tab’s memory holds, once for each message", async () => {
    vi.stubGlobal("window", {});
    vi.stubGlobal("indexedDB", undefined);
    const other = open(5);
    other.outbox.add(7, "one");
    other.outbox.add(7, "two");
    await until(() => other.waiting().length === 2);
    await untilKept(2, 5);
    expect(await unsentOf(6)).toBe(0);
    other.stop();
    expect(await unsentOf(5)).toBe(0);
  });

  test("who leaves is asked for what only this tab’s memory holds, too: a browser without a database", async () => {
    vi.stubGlobal("window", {});
    vi.stubGlobal("indexedDB", undefined);
    createChat(3, []).outbox.add(7, "in memory");
    await untilKept(1, 3);
    expect(await unsentOf(4)).toBe(0);
    await forgetPerson(3);
    expect(await unsentOf(3)).toBe(0);
  });
});
