import { beforeEach, describe, expect, test, vi } from "vitest";

/** The locks of one browser: a name is free or held, and a wait for a held one can be aborted. */
function browserLocks() {
  const held = new Set<string>();
  return {
    held,
    request(name: string, { signal }: { signal?: AbortSignal }, work: () => unknown) {
      if (!held.has(name)) {
        held.add(name);
        return Promise.resolve(work());
      }
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    },
  };
}

function storage(kept: Record<string, string> = {}) {
  const items = new Map(Object.entries(kept));
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    copy: () => storage(Object.fromEntries(items)),
  };
}

/** Opens a page: a module of its own, with the tab's storage and the browser's locks. */
async function open(tab: ReturnType<typeof storage>, locks: ReturnType<typeof browserLocks> | undefined) {
  vi.resetModules();
  vi.stubGlobal("sessionStorage", tab);
  vi.stubGlobal("navigator", { locks });
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  const { deviceId } = await import("./device-id");
  const id = await deviceId();
  return { deviceId, id, hide: () => page.dispatchEvent(new Event("pagehide")), page };
}

beforeEach(() => {
  vi.unstubAllGlobals();
});

describe("a tab's device id", () => {
  test("is one for the page, kept through a reload", async () => {
    const tab = storage();
    const locks = browserLocks();
    const first = await open(tab, locks);
    expect(first.id).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
    expect(await first.deviceId()).toBe(first.id);
    // The page goes, and with it its lock.
    locks.held.clear();
    expect((await open(tab, locks)).id).toBe(first.id);
  });

  test("is kept at once when the page before, which was left, is slow to die", async () => {
    const tab = storage();
    const locks = browserLocks();
    const first = await open(tab, locks);
    first.hide();
    expect((await open(tab, locks)).id).toBe(first.id);
  });

  test("is its own in a copy of a tab that was reloaded, or came back to the screen", async () => {
    const tab = storage();
    const locks = browserLocks();
    const first = await open(tab, locks);
    first.hide();
    const again = await open(tab, locks);
    expect((await open(tab.copy(), locks)).id).not.toBe(first.id);
    again.hide();
    again.page.dispatchEvent(new Event("pageshow"));
    expect((await open(tab.copy(), locks)).id).not.toBe(first.id);
  });

  test("is its own in a duplicated tab, which begins with a copy of the storage", async () => {
    const tab = storage();
    const locks = browserLocks();
    const first = await open(tab, locks);
    const copy = tab.copy();
    const second = await open(copy, locks);
    expect(second.id).not.toBe(first.id);
    expect(copy.getItem("nida-device")).toBe(second.id);
    expect(tab.getItem("nida-device")).toBe(first.id);
  });

  test("is kept where the browser has no locks", async () => {
    const tab = storage();
    const first = await open(tab, undefined);
    expect((await open(tab, undefined)).id).toBe(first.id);
  });
});
