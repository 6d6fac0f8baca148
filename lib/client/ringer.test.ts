import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createRinger, type RingerOptions } from "./ringer";

type Asked = { signal?: AbortSignal; ifAvailable?: boolean };
type Work = (lock: object | null) => unknown;

/** The locks of one browser, for all its tabs: one holder a name, the others wait in line or go without. */
function browserLocks() {
  const lines = new Map<string, { busy: boolean; waiting: { work: Work; signal?: AbortSignal }[] }>();
  const next = async (name: string) => {
    const line = lines.get(name);
    const turn = line?.busy ? undefined : line?.waiting.shift();
    if (!line || !turn) return;
    if (turn.signal?.aborted) return next(name);
    line.busy = true;
    await turn.work({});
    line.busy = false;
    void next(name);
  };
  return {
    async request(name: string, { signal, ifAvailable }: Asked, work: Work) {
      const line = lines.get(name) ?? { busy: false, waiting: [] };
      lines.set(name, line);
      if (ifAvailable && line.busy) return void work(null);
      line.waiting.push({ work, signal });
      void next(name);
    },
  } as unknown as LockManager;
}

function tab(locks: LockManager | undefined, given: { state?: AudioContextState } = {}) {
  let allow = () => {};
  const context = {
    state: given.state ?? "running",
    resume: () => new Promise<void>((resolve) => (allow = resolve)),
  } as unknown as AudioContext;
  const stopped = vi.fn();
  const play: NonNullable<RingerOptions["play"]> = vi.fn(() => stopped);
  const onSilent = vi.fn();
  const onHeard = vi.fn();
  const ringer = createRinger({ onSilent, onHeard, context: () => context, play, locks });
  return { ringer, play, stopped, onSilent, onHeard, allow: () => allow() };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("window", new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the bell", () => {
  test("tells an end in one tab only, though another has just rung", async () => {
    const locks = browserLocks();
    const [first, second] = [tab(locks), tab(locks)];
    first.ringer.sound("ring");
    second.ringer.sound("ring");
    await settle();
    second.ringer.sound("end");
    first.ringer.sound("end");
    await settle();
    expect(second.play).toHaveBeenCalledExactlyOnceWith(expect.anything(), "end");
    expect(first.play).toHaveBeenCalledExactlyOnceWith(expect.anything(), "ring");
  });

  test("sounds in exactly one tab, and in the next when that one goes", async () => {
    const locks = browserLocks();
    const [first, second] = [tab(locks), tab(locks)];
    first.ringer.sound("ring");
    second.ringer.sound("ring");
    await settle();
    expect(first.play).toHaveBeenCalledTimes(1);
    expect(second.play).not.toHaveBeenCalled();
    first.ringer.close();
    await settle();
    expect(first.stopped).toHaveBeenCalledTimes(1);
    expect(second.play).toHaveBeenCalledTimes(1);
  });

  test("does not begin in a tab whose turn comes after the ring is over", async () => {
    const locks = browserLocks();
    const [first, second] = [tab(locks), tab(locks)];
    first.ringer.sound("ring");
    second.ringer.sound("ring");
    second.ringer.sound(null);
    first.ringer.sound(null);
    await settle();
    expect(second.play).not.toHaveBeenCalled();
  });

  test("sounds everywhere for the caller, who has no other tab in this call, and where there are no locks", async () => {
    const caller = tab(browserLocks());
    caller.ringer.sound("ringback");
    expect(caller.play).toHaveBeenCalledWith(expect.anything(), "ringback");
    const plain = tab(undefined);
    plain.ringer.sound("ring");
    expect(plain.play).toHaveBeenCalledWith(expect.anything(), "ring");
  });

  test("goes on with the same sound, changes to another, stops at once", async () => {
    const { ringer, play, stopped } = tab(undefined);
    ringer.sound("ringback");
    ringer.sound("ringback");
    expect(play).toHaveBeenCalledTimes(1);
    ringer.sound("busy");
    expect(stopped).toHaveBeenCalledTimes(1);
    expect(play).toHaveBeenCalledTimes(2);
    ringer.sound(null);
    expect(stopped).toHaveBeenCalledTimes(2);
  });

  test("says that it is kept silent, rings once it may, and leaves the bell to tabs that may meanwhile", async () => {
    const locks = browserLocks();
    const silent = tab(locks, { state: "suspended" });
    const loud = tab(locks);
    silent.ringer.sound("ring");
    loud.ringer.sound("ring");
    await vi.advanceTimersByTimeAsync(1000);
    expect(silent.onSilent).toHaveBeenLastCalledWith(true);
    expect(loud.play).toHaveBeenCalledTimes(1);
    loud.ringer.close();
    silent.allow();
    await settle();
    expect(silent.play).toHaveBeenCalledTimes(1);
    expect(silent.onSilent).toHaveBeenLastCalledWith(false);
  });

  test("tells the tab that is heard, and only that one, for rings alone", async () => {
    const locks = browserLocks();
    const [first, second] = [tab(locks), tab(locks)];
    first.ringer.sound("ring");
    second.ringer.sound("ring");
    await settle();
    expect(first.onHeard.mock.calls).toEqual([[true]]);
    expect(second.onHeard).not.toHaveBeenCalled();
    first.ringer.sound(null);
    await settle();
    expect(first.onHeard.mock.calls).toEqual([[true], [false]]);
    expect(second.onHeard.mock.calls).toEqual([[true]]);
    const calling = tab(locks);
    calling.ringer.sound("ringback");
    await settle();
    expect(calling.onHeard).not.toHaveBeenCalled();
  });

  test("stays silent when the permission comes after the ring", async () => {
    const late = tab(undefined, { state: "suspended" });
    late.ringer.sound("ring");
    late.ringer.sound(null);
    late.allow();
    await vi.advanceTimersByTimeAsync(1000);
    expect(late.play).not.toHaveBeenCalled();
    expect(late.onSilent).not.toHaveBeenCalledWith(true);
  });
});
