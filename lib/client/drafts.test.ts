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

test("emptied, sent or only spaces, it is forgotten", async () => {
  createDrafts(1).write(7, "half a thought");
  createDrafts(1).write(7, "  \n");
  const drafts = createDrafts(1);
  expect(drafts.read(7)).toBe("");
  // That there is none any more is kept until the other devices know it.
  drafts.retell();
  await Promise.resolve();
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
  const pause = () => vi.advanceTimersByTimeAsync(2000);
  const way = () => {
    const tell = vi.fn(async (_id: number, _text: string): Promise<unknown> => undefined);
    const refuse = () => tell.mockRejectedValue(new Error("no connection"));
    return { tell, refuse, mend: () => tell.mockReset().mockResolvedValue(undefined), told: () => tell.mock.calls };
  };

  test("a draft is told when its writer pauses or leaves, once, and when it is gone", async () => {
    const { tell, told } = way();
    const drafts = createDrafts(1, tell);
    drafts.write(7, "half");
    drafts.write(7, "half a thought");
    expect(tell).not.toHaveBeenCalled();
    await pause();
    drafts.settle(7);
    drafts.write(7, "");
    drafts.settle(7);
    expect(told()).toEqual([
      [7, "half a thought"],
      [7, ""],
    ]);
  });

  test("what another device wrote is taken over, and what it sent is gone, also after a reload", async () => {
    const drafts = createDrafts(1);
    drafts.hear(7, "from the phone");
    expect(drafts.store.getState().drafts).toEqual({ 7: "from the phone" });
    expect(createDrafts(1).read(7)).toBe("from the phone");
    drafts.hear(7, "");
    expect(drafts.read(7)).toBe("");
    drafts.write(7, "from here, sent from the phone");
    await pause();
    const followed = vi.fn();
    drafts.follow(followed);
    for (const text of ["from here, sent from the phone", ""]) drafts.hear(7, text);
    expect(followed.mock.calls).toEqual([[7, ""]]);
    drafts.write(7, "from here again");
    await pause();
    const after = createDrafts(1);
    after.hear(7, "");
    expect(after.read(7)).toBe("");
  });

  test("what is being written here, or was before the page was loaded, stays", () => {
    createDrafts(1).write(8, "from before");
    const drafts = createDrafts(1);
    drafts.write(7, "now");
    for (const id of [7, 8]) drafts.hear(id, "from the phone");
    expect([drafts.read(7), drafts.read(8)]).toEqual(["now", "from before"]);
  });

  test("what was written without a connection stays, and is told with the next one", async () => {
    const { tell, refuse, mend, told } = way();
    const drafts = createDrafts(1, tell);
    refuse();
    drafts.write(7, "written in a tunnel");
    await pause();
    mend();
    drafts.retell();
    // The list, asked for at the same moment, does not know it yet.
    drafts.hear(7, "");
    await pause();
    expect([drafts.read(7), ...told()]).toEqual(["written in a tunnel", [7, "written in a tunnel"]]);
    drafts.retell();
    expect(told()).toHaveLength(1);
  });

  test("what was written or sent without a connection is told by a later page as well", async () => {
    const { tell, refuse, mend, told } = way();
    createDrafts(1, tell).write(8, "sent in a tunnel");
    await pause();
    refuse();
    const before = createDrafts(1, tell);
    before.write(7, "written in a tunnel");
    before.write(8, "");
    await pause();
    mend();
    const after = createDrafts(1, tell);
    after.retell();
    after.hear(8, "sent in a tunnel");
    await pause();
    expect([after.read(7), after.read(8)]).toEqual(["written in a tunnel", ""]);
    expect(told()).toEqual([
      [7, "written in a tunnel"],
      [8, ""],
    ]);
  });

  test("its own echo changes nothing", async () => {
    const drafts = createDrafts(1);
    drafts.write(7, "one");
    await pause();
    drafts.write(7, "one two");
    drafts.hear(7, "one");
    expect(drafts.read(7)).toBe("one two");
    await pause();
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
    drafts.retell();
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
