import { afterEach, beforeEach, expect, test, vi } from "vitest";
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
