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
  /** Shows the newest text to whoever watches the store. */
  settle(conversationId: number): void;
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

/** Kept in localStorage, one key a conversation and person; in memory where storage is full or forbidden. */
export function createDrafts(userId: number): Drafts {
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
      const empty = text.trim() === "";
      if (empty) texts.delete(conversationId);
      else texts.set(conversationId, text);
      try {
        if (empty) localStorage.removeItem(prefix + conversationId);
        else localStorage.setItem(prefix + conversationId, text);
      } catch {
        // Kept in memory.
      }
    },
    settle: show,
  };
}
