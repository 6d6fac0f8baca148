import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { showCountOnApp } from "./app-badge";
import { leave } from "./session";

const shown: (number | null)[] = [];
beforeEach(() => {
  shown.length = 0;
  vi.stubGlobal("navigator", {
    setAppBadge: async (count: number) => void shown.push(count),
    clearAppBadge: async () => void shown.push(null),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("the icon of the app shows what is unread, and nothing at 0", () => {
  for (const count of [3, 120, 0]) showCountOnApp(count);
  expect(shown).toEqual([3, 120, null]);
});

test("where there is no badge, or the browser refuses it, nothing happens", async () => {
  vi.stubGlobal("navigator", { setAppBadge: () => Promise.reject(new DOMException("", "NotAllowedError")) });
  showCountOnApp(1);
  showCountOnApp(0);
  await Promise.resolve();
});

test("whoever leaves takes the number along", () => {
  const assign = vi.fn();
  vi.stubGlobal("window", { addEventListener() {}, location: { assign } });
  showCountOnApp(3);
  leave("session-ended");
  expect(shown).toEqual([3, null]);
  expect(assign).toHaveBeenCalledWith("/login?after=session-ended");
});
