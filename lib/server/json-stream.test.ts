import { describe, expect, it } from "vitest";
import { collect } from "@/lib/domain/testing/collect";
import { jsonStream } from "./json-stream";

async function* counting(upTo: number, onEach: (n: number) => void = () => {}) {
  for (let n = 0; n < upTo; n += 1) {
    onEach(n);
    yield { n, text: "«نداء»".repeat(100) };
  }
}

const never = (error: unknown) => {
  throw error;
};
const textOf = (value: unknown) => new Response(jsonStream(value, never)).text();

describe("a stream of JSON", () => {
  it("is what JSON.stringify would write", async () => {
    const list = await collect(counting(500));
    const value = { status: true, data: { before: [1, null], after: undefined, 'a"b': "\u2028" } };
    expect(JSON.parse(await textOf({ ...value, list: counting(500) }))).toEqual({
      ...JSON.parse(JSON.stringify(value)),
      list,
    });
    expect(await textOf({ empty: counting(0), date: "x" })).toBe('{"empty":[],"date":"x"}');
    expect(await textOf({ deep: { list: counting(0) } })).toBe('{"deep":{"list":[]}}');
    expect(await textOf([1])).toBe("[1]");
  });

  it("is written only as fast as it is read, and stops when nobody reads on", async () => {
    let made = 0;
    const stream = jsonStream({ list: counting(1_000_000, (n) => (made = n)) }, never);
    const reader = stream.getReader();
    await reader.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect(made).toBeLessThan(1000);
    await reader.cancel();
    expect(made).toBeLessThan(1000);
  });

  it("breaks off where its source does, and says why", async () => {
    const told: unknown[] = [];
    const broken = counting(10, (n) => {
      if (n === 5) throw new Error("the database is gone");
    });
    const stream = jsonStream({ list: broken }, (error) => told.push(error));
    await expect(new Response(stream).text()).rejects.toThrow();
    expect(told).toEqual([new Error("the database is gone")]);
  });

  it("is nobody's trouble where who asked has left while it was read", async () => {
    const told: unknown[] = [];
    let give = () => {};
    async function* slow() {
      await new Promise<void>((resolve) => {
        give = resolve;
      });
      yield "x".repeat(100_000);
    }
    const reader = jsonStream({ list: slow() }, (error) => told.push(error)).getReader();
    const reading = reader.read();
    await new Promise((resolve) => setImmediate(resolve));
    const left = reader.cancel();
    give();
    await Promise.all([reading, left]);
    expect(told).toEqual([]);
  });
});
