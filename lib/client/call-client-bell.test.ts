import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeBell } from "./call-client-bell";

const kept = new Map<string, string>();

beforeEach(() => {
  kept.clear();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("names the tab that was heard before, for the same call alone", () => {
  expect(takeBell("call-1", "tab-1")).toBeNull();
  expect(takeBell("call-1", "tab-1"), "loaded anew").toBeNull();
  expect(takeBell("call-1", "tab-2")).toBe("tab-1");
  expect(takeBell("call-1", "tab-3")).toBe("tab-2");
  expect(takeBell("call-2", "tab-1")).toBeNull();
});

test.each(["", "{", "null", "7", '{"callId":"call-1"}', '{"callId":"call-1","device":7}'])(
  "takes %o in its place for nothing",
  (text) => {
    kept.set("nida-bell", text);
    expect(takeBell("call-1", "tab-1")).toBeNull();
    expect(takeBell("call-1", "tab-2")).toBe("tab-1");
  },
);

test("does without a storage", () => {
  vi.stubGlobal("localStorage", undefined);
  expect(takeBell("call-1", "tab-1")).toBeNull();
});
