import { createStore, type StoreApi } from "zustand/vanilla";

/** What was typed and not sent, by conversation. */
export interface Drafts {
  /** as of the last `settle` or `hear`: a list that shows drafts need not follow every key */
  store: StoreApi<{ drafts: Readonly<Record<number, string>> }>;
  /** Shows what a reload has left. */
  start(): void;
  /** Only in a browser: looks into its storage. */
  read(conversationId: number): string;
  /** Kept at once; empty text forgets it. */
  write(conversationId: number, text: string): void;
  /** Shows the newest text to whoever watches the store, and tells the person's other devices. */
  settle(conversationId: number): void;
  /** Tells what could not be told: there is a connection again. */
  retell(): void;
  /** Another device of the person, or the server, knows this text; what was written here and not told is not disturbed. */
  hear(conversationId: number, text: string): void;
  /** Is told each text that another device has put in the place of the one here. Answers how to stop. */
  follow(listener: (conversationId: number, text: string) => void): () => void;
}

const prefixOf = (userId: number) => `nida-draft:${userId}:`;
const UNTOLD = ":untold";

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
 * Kept in localStorage, one key a conversation and person, and a second one while the server has not heard of it; in
 * memory where storage is full or forbidden.
 * @param tell takes a text to the person's other devices; fails where there is no way to them
 */
export function createDrafts(
  userId: number,
  tell: (conversationId: number, text: string) => Promise<unknown> = async () => {},
): Drafts {
  const prefix = prefixOf(userId);
  const texts = new Map<number, string>();
  /** what the other devices know */
  const told = new Map<number, string>();
  /** where something was written, or sent, that they do not know yet */
  const untold = new Set<number>();
  const pauses = new Map<number, ReturnType<typeof setTimeout>>();
  const store = createStore<{ drafts: Readonly<Record<number, string>> }>(() => ({ drafts: {} }));
  const show = () => store.setState({ drafts: Object.fromEntries(texts) });
  const followers = new Set<(conversationId: number, text: string) => void>();
  let loaded = false;
  const load = () => {
    if (loaded) return;
    loaded = true;
    try {
      for (const key of Object.keys(localStorage)) {
        const isMark = key.endsWith(UNTOLD);
        const id = key.startsWith(prefix) ? Number(key.slice(prefix.length, isMark ? -UNTOLD.length : undefined)) : 0;
        if (!(id > 0)) continue;
        if (isMark) untold.add(id);
        else texts.set(id, localStorage.getItem(key) ?? "");
      }
    } catch {
      // No storage: drafts live as long as the page.
    }
    for (const [id, text] of texts) if (!untold.has(id)) told.set(id, text);
  };
  const put = (key: string, value: string) => {
    try {
      if (value === "") localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Kept in memory.
    }
  };
  const textOf = (id: number) => texts.get(id) ?? "";
  const keep = (id: number, text: string) => {
    if (text.trim() === "") texts.delete(id);
    else texts.set(id, text);
    put(prefix + id, textOf(id));
  };
  const note = (id: number, isTold: boolean) => {
    if (isTold) untold.delete(id);
    else untold.add(id);
    put(prefix + id + UNTOLD, isTold ? "" : "1");
  };
  const share = (id: number) => {
    clearTimeout(pauses.get(id));
    pauses.delete(id);
    if (!untold.has(id)) return;
    const text = textOf(id);
    if (text === told.get(id)) return note(id, true);
    tell(id, text).then(
      () => {
        told.set(id, text);
        if (textOf(id) === text) note(id, true);
      },
      // Kept here, and told with the next connection.
      () => undefined,
    );
  };
  return {
    store,
    start() {
      load();
      show();
    },
    read(conversationId) {
      load();
      return textOf(conversationId);
    },
    write(conversationId, text) {
      load();
      keep(conversationId, text);
      note(conversationId, false);
      clearTimeout(pauses.get(conversationId));
      pauses.set(conversationId, setTimeout(share, PAUSE_MS, conversationId));
    },
    settle(conversationId) {
      share(conversationId);
      show();
    },
    retell() {
      load();
      // Who is writing right now tells it at their next pause.
      for (const id of untold) if (!pauses.has(id)) share(id);
    },
    hear(conversationId, text) {
      load();
      told.set(conversationId, text);
      if (untold.has(conversationId) && text !== textOf(conversationId)) return;
      note(conversationId, true);
      if (text === textOf(conversationId)) return;
      keep(conversationId, text);
      show();
      for (const follower of followers) follower(conversationId, textOf(conversationId));
    },
    follow(listener) {
      followers.add(listener);
      return () => void followers.delete(listener);
    },
  };
}
