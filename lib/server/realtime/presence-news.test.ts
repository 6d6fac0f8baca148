import pino from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { presenceNews } from "./presence-news";

const away = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

describe("news of who comes and goes", () => {
  let fault: Error | null;
  let told: [number, number][];
  let lines: string[];
  let say: (userId: number) => Promise<void>;
  let tried: number;

  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    [fault, told, lines, tried] = [null, [], [], 0];
    const tell = async (userId: number, at: Date) => {
      tried += 1;
      if (fault) throw fault;
      told.push([userId, at.getTime()]);
    };
    const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
    say = presenceNews(tell, log);
  });
  afterEach(() => vi.useRealTimers());

  it("are told once the database takes them, with the time at which it happened", async () => {
    fault = away;
    await say(1);
    await say(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual([]);
    fault = null;
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(lines, "one line for all of it").toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("of a crowd are told a few at a time, all of them", async () => {
    fault = away;
    for (let id = 1; id <= 150; id += 1) await say(id);
    tried = 0;
    fault = null;
    await vi.advanceTimersByTimeAsync(1000);
    expect(tried).toBe(64);
    await vi.advanceTimersByTimeAsync(2000);
    expect(told).toHaveLength(150);
  });

  it("are not tried for ever where something else is wrong", async () => {
    fault = new Error("a mistake of ours");
    await say(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect([tried, lines]).toEqual([1, ["presence"]]);
  });
});
