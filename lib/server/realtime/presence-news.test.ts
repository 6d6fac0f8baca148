import pino from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type News, presenceNews } from "./presence-news";

const away = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

describe("news of who comes and goes", () => {
  let fault: Error | null;
  let told: [number, boolean, number][];
  let there: Set<number>;
  let lines: string[];
  let say: (userId: number, online: boolean) => Promise<void>;
  let tried: number;

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    [fault, told, there, lines, tried] = [null, [], new Set(), [], 0];
    const tell = async (userId: number, { online, at }: News) => {
      tried += 1;
      if (fault) throw fault;
      told.push([userId, online, at.getTime()]);
    };
    const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
    say = presenceNews(tell, () => ({ online: async (ids) => new Set(ids.filter((id) => there.has(id))) }), log);
  });
  afterEach(() => vi.useRealTimers());

  it("are told once the database takes them, with the time at which they were true", async () => {
    fault = away;
    await say(1, false);
    await say(2, false);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual([]);
    fault = null;
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toEqual([
      [1, false, 0],
      [2, false, 0],
    ]);
    expect(lines, "one line for all of it").toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("are told as it is by then", async () => {
    fault = away;
    await say(1, false);
    fault = null;
    there.add(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toEqual([[1, true, 0]]);
  });

  it("of a crowd are told a few at a time, all of them", async () => {
    fault = away;
    for (let id = 1; id <= 150; id += 1) await say(id, false);
    tried = 0;
    fault = null;
    await vi.advanceTimersByTimeAsync(1000);
    expect(tried).toBe(64);
    await vi.advanceTimersByTimeAsync(2000);
    expect(told).toHaveLength(150);
  });

  it("are not tried for ever where something else is wrong", async () => {
    fault = new Error("a mistake of ours");
    await say(1, false);
    await vi.advanceTimersByTimeAsync(5000);
    expect([tried, lines]).toEqual([1, ["presence"]]);
  });
});
