import { createStore, type StoreApi } from "zustand/vanilla";

/** What was typed and not sent, by conversation. */
export interface Drafts {
  /** as of the last `settle`: a list that shows drafts need not follow every key */
  store: StoreApi<{ drafts: Readonly<Record<number, string>> }>;
  /** Shows what a reload has left. */
  start(): void;
  /** Only in a browser: looks into its storage. */
  read(conversationId: number): string;
  /** Kept at once; empty text forgets it. */
  write(conversationId: number, text: string): void;
  /** Shows the newest text to whoever watches the store, and tells the person's other devices. */
  settle(conversationId: number): void;
  /** Another device of the person, or the server, knows this text; what is being written here is not disturbed. */
  hear(conversationId: number, text: string): void;
}

const prefixOf = (userId: number) => `nida-draft:${userId}:`;

/** Forgets what is kept of a person's drafts. */
export function forgetDrafts(userId: number): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefixOf(userId))) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** How long somebody must have paused for their other devices to be told, in milliseconds. */
const PAUSE_MS = 1500;

/**
 * Kept in localStorage, one key a conversation and person; in memory where storage is full or forbidden.
 * @param tell takes a text to the person's other devices; fails where they did not hear it
 */
export function createDrafts(
  userId: number,
  tell: (conversationId: number, text: string) => Promise<unknown> = async () => {},
): Drafts {
  const prefix = prefixOf(userId);
  const texts = new Map<number, string>();
  const store = createStore<{ drafts: Readonly<Record<number, string>> }>(() => ({ drafts: {} }));
  const show = () => store.setState({ drafts: Object.fromEntries(texts) });
  let loaded = false;
  const load = () => {
    if (loaded) return;
    loaded = true;
    try {
      for (const key of Object.keys(localStorage)) {
        const id = key.startsWith(prefix) ? Number(key.slice(prefix.length)) : 0;
        const text = id > 0 ? localStorage.getItem(key) : null;
        if (text) texts.set(id, text);
      }
    } catch {
      // No storage: drafts live as long as the page.
    }
  };
  /** what the other devices know */
  const told = new Map<number, string>();
  /** what is on its way to them */
  const telling = new Map<number, string>();
  const unheard = new Set<number>();
  const pauses = new Map<number, ReturnType<typeof setTimeout>>();
  const keep = (id: number, text: string) => {
    const empty = text.trim() === "";
    if (empty) texts.delete(id);
    else texts.set(id, text);
    try {
      if (empty) localStorage.removeItem(prefix + id);
      else localStorage.setItem(prefix + id, text);
    } catch {
      // Kept in memory.
    }
  };
  const share = (id: number) => {
    clearTimeout(pauses.get(id));
    pauses.delete(id);
    const text = texts.get(id) ?? "";
    if (text === (telling.get(id) ?? told.get(id) ?? "")) return;
    unheard.delete(id);
    telling.set(id, text);
    tell(id, text)
      .then(
        () => told.set(id, text),
        () => unheard.add(id),
      )
      .finally(() => telling.get(id) === text && telling.delete(id));
  };
  return {
    store,
    start() {
      load();
      show();
    },
    read(conversationId) {
      load();
      return texts.get(conversationId) ?? "";
    },
    write(conversationId, text) {
      load();
      keep(conversationId, text);
      clearTimeout(pauses.get(conversationId));
      pauses.set(conversationId, setTimeout(share, PAUSE_MS, conversationId));
    },
    settle(conversationId) {
      share(conversationId);
      show();
    },
    hear(conversationId, text) {
      load();
      const here = texts.get(conversationId) ?? "";
      const known = told.get(conversationId) ?? "";
      told.set(conversationId, text);
      // Written here, and not known there yet: it stays, and is told when its writer pauses or leaves.
      if (here !== known || pauses.has(conversationId) || telling.has(conversationId)) {
        if (unheard.has(conversationId)) share(conversationId);
        return;
      }
      if (text === known) return;
      keep(conversationId, text);
      show();
    },
  };
}
