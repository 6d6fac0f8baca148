import { createStore, type StoreApi } from "zustand/vanilla";
import type { Message } from "@/lib/contracts/chat";
import { api } from "./api";
import {
  hasHole,
  type Thread,
  withChange,
  withChangesSince,
  withNewestPage,
  withOlderPage,
} from "./message-store-merge";

export interface MessageState {
  threads: Readonly<Record<number, Thread>>;
}

/** The messages of every conversation that was opened in this tab. */
export interface MessageStore {
  store: StoreApi<MessageState>;
  get(id: number): Thread | undefined;
  /** Takes the newest page in, as a page brought it. */
  answer(id: number, page: readonly Message[], hasOlder: boolean): void;
  /** Takes an event or the answer to a sent message in; repairs a gap that it shows. */
  change(message: Message): void;
  /**
   * Asks for everything that changed and merges it in. One question at a time; a second call waits for a later one.
   * @throws ApiError
   */
  catchUp(id: number): Promise<void>;
  /** Loads the page before the oldest message, if there is one. @throws ApiError */
  loadOlder(id: number): Promise<void>;
}

/** How long a late event may take before the gap is filled by asking, in milliseconds. */
const LATE_MS = 250;
const PAGE = 100;
const OLDER = 50;

export function createMessageStore(): MessageStore {
  const store = createStore<MessageState>(() => ({ threads: {} }));
  const get = (id: number) => store.getState().threads[id];
  const put = (id: number, how: (thread: Thread) => Thread) => {
    const thread = get(id);
    const next = thread && how(thread);
    if (next && next !== thread) store.setState({ threads: { ...store.getState().threads, [id]: next } });
  };
  const path = (id: number, query: string) => `/chat/conversations/${id}/messages?${query}`;
  const running = new Map<number, Promise<void>>();
  const loading = new Map<number, Promise<void>>();
  const repairs = new Map<number, ReturnType<typeof setTimeout>>();

  async function askSince(id: number): Promise<void> {
    const before = get(id);
    if (!before) return;
    // The answer is made after these events were, so it covers them even where it has nothing to show.
    const covered = before.ahead.at(-1) ?? 0;
    let query = `since_rev=${before.synced_rev}`;
    for (;;) {
      const { items, next_cursor } = await api.page<Message>(path(id, `${query}&limit=${PAGE}`));
      put(id, (thread) => withChangesSince(thread, items, next_cursor ? 0 : covered));
      if (!next_cursor) return;
      query = `cursor=${encodeURIComponent(next_cursor)}`;
    }
  }

  function catchUp(id: number): Promise<void> {
    // A question that is already under way may have been answered before the change that this call is about.
    const after = (running.get(id) ?? Promise.resolve()).catch(() => undefined);
    const mine = after.then(() => askSince(id));
    running.set(id, mine);
    const done = () => void (running.get(id) === mine && running.delete(id));
    mine.then(done, done);
    return mine;
  }

  function repairLater(id: number): void {
    if (repairs.has(id)) return;
    const repair = () => {
      repairs.delete(id);
      const thread = get(id);
      // Offline it fails: the next connection catches up anyway.
      if (thread && hasHole(thread)) catchUp(id).catch(() => undefined);
    };
    repairs.set(id, setTimeout(repair, LATE_MS));
  }

  return {
    store,
    get,
    answer(id, page, hasOlder) {
      const thread = withNewestPage(get(id), page, hasOlder);
      store.setState({ threads: { ...store.getState().threads, [id]: thread } });
    },
    change(message) {
      const id = message.conversation_id;
      put(id, (thread) => withChange(thread, message));
      const thread = get(id);
      if (thread && hasHole(thread)) repairLater(id);
    },
    catchUp,
    loadOlder(id) {
      const thread = get(id);
      const oldest = thread?.messages[0];
      if (!thread?.has_older || !oldest) return Promise.resolve();
      const load = async () => {
        const page = await api.page<Message>(path(id, `before=${oldest.id}&limit=${OLDER}`));
        put(id, (known) => withOlderPage(known, page.items, page.next_cursor !== null));
      };
      const mine = loading.get(id) ?? load().finally(() => loading.delete(id));
      loading.set(id, mine);
      return mine;
    },
  };
}
