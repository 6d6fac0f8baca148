import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createDrafts } from "./drafts";
import { fakeStorage } from "./testing/web-storage";

beforeEach(() => void vi.stubGlobal("localStorage", fakeStorage()));
afterEach(() => void vi.unstubAllGlobals());

test("a draft outlives the page, for its person and conversation alone", () => {
  createDrafts(1).write(7, "half a thought");
  const after = createDrafts(1);
  expect(after.read(7)).toBe("half a thought");
  expect(after.read(8)).toBe("");
  expect(createDrafts(2).read(7)).toBe("");
});

test("emptied, sent or only spaces, it is forgotten", () => {
  createDrafts(1).write(7, "half a thought");
  createDrafts(1).write(7, "  \n");
  expect(createDrafts(1).read(7)).toBe("");
  expect(Object.keys(localStorage)).toEqual([]);
});

test("the list sees it when the writer has left, not key by key", () => {
  const drafts = createDrafts(1);
  drafts.start();
  drafts.write(7, "half");
  expect(drafts.store.getState().drafts).toEqual({});
  drafts.settle(7);
  expect(drafts.store.getState().drafts).toEqual({ 7: "half" });
});

test("the list sees what a reload has left", () => {
  createDrafts(1).write(7, "half a thought");
  const after = createDrafts(1);
  after.start();
  expect(after.store.getState().drafts).toEqual({ 7: "half a thought" });
});

test("without storage it is kept in memory", () => {
  vi.stubGlobal("localStorage", undefined);
  const drafts = createDrafts(1);
  drafts.write(7, "half a thought");
  expect(drafts.read(7)).toBe("half a thought");
});

describe("on another device", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("a draft is told when its writer pauses or leaves, once, and when it is gone", () => {
    const tell = vi.fn(async () => {});
    const drafts = createDrafts(1, tell);
    drafts.write(7, "half");
    drafts.write(7, "half a thought");
    expect(tell).not.toHaveBeenCalled();
    vi.runAllTimers();
    drafts.settle(7);
    drafts.write(7, "");
    drafts.settle(7);
    expect(tell.mock.calls).toEqual([
      [7, "half a thought"],
      [7, ""],
    ]);
  });

  test("what another device wrote is taken over, and what it sent is gone", () => {
    const drafts = createDrafts(1);
    drafts.hear(7, "from the phone");
    expect(drafts.store.getState().drafts).toEqual({ 7: "from the phone" });
    expect(createDrafts(1).read(7)).toBe("from the phone");
    drafts.hear(7, "");
    expect(drafts.read(7)).toBe("");
  });

  test("what is being written here, or was before the page was loaded, stays", () => {
    createDrafts(1).write(8, "from before");
    const drafts = createDrafts(1);
    drafts.write(7, "now");
    for (const id of [7, 8]) drafts.hear(id, "from the phone");
    expect([drafts.read(7), drafts.read(8)]).toEqual(["now", "from before"]);
  });

  test("its own echo changes nothing", () => {
    const drafts = createDrafts(1);
    drafts.write(7, "one");
    vi.runAllTimers();
    drafts.write(7, "one two");
    vi.runAllTimers();
    drafts.hear(7, "one two");
    expect(drafts.read(7)).toBe("one two");
  });

  test("what nobody heard of stays here, whatever the server remembers, and is told with its next word", async () => {
    let online = false;
    const tell = vi.fn(async () => {
      if (!online) throw new Error("offline");
    });
    const drafts = createDrafts(1, tell);
    drafts.hear(7, "");
    drafts.write(7, "typed on a train");
    await vi.runAllTimersAsync();
    online = true;
    drafts.hear(7, "");
    expect(drafts.read(7)).toBe("typed on a train");
    expect(createDrafts(1).read(7)).toBe("typed on a train");
    await vi.runAllTimersAsync();
    expect(tell).toHaveBeenCalledTimes(2);
    drafts.hear(7, "typed on a train");
    drafts.hear(7, "");
    expect(drafts.read(7), "known there, and sent from there").toBe("");
  });

  test("what is on its way to the server is not taken back by what the server said before", async () => {
    let arrive = () => {};
    const drafts = createDrafts(
      1,
      () =>
        new Promise<void>((resolve) => {
          arrive = resolve;
        }),
    );
    drafts.hear(7, "");
    drafts.write(7, "half a thought");
    vi.runAllTimers();
    drafts.hear(7, "");
    arrive();
    await vi.runAllTimersAsync();
    expect(drafts.read(7)).toBe("half a thought");
  });
});
