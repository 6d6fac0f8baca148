import { createStore, type StoreApi } from "zustand/vanilla";
import type { Message } from "@/lib/contracts/chat";
import { type ApiInput, api } from "./api";
import { backoffMs } from "./backoff";
import {
  coveredBy,
  hasHole,
  type Thread,
  withChange,
  withChangesSince,
  withExpected,
  withNewestPage,
  withOlderPage,
  withoutOlder,
} from "./message-store-merge";
import {
  hasSeq,
  joinedWindow,
  type MessageWindow,
  openWindow,
  withWindowChanges,
  withWindowPage,
} from "./message-window";

export interface MessageState {
  threads: Readonly<Record<number, Thread>>;
  /** shown instead of the thread, while somebody reads far above it */
  windows: Readonly<Record<number, MessageWindow | undefined>>;
}

/** What became of going to a message: `gone`: there is none · `overtaken`: something else was to be shown meanwhile */
export type Sought = "there" | "gone" | "overtaken";

/** The messages of every conversation that was opened in this tab. */
export interface MessageStore {
  store: StoreApi<MessageState>;
  get(id: number): Thread | undefined;
  /** Takes the newest page in, as a page brought it. */
  answer(id: number, page: readonly Message[], hasOlder: boolean): void;
  /** Takes an event or the answer to a sent message in; repairs a gap that it shows. */
  change(message: Message): void;
  /** Is told how far a conversation has got; asks for what is missing. */
  expect(id: number, rev: number): void;
  /**
   * Asks for everything that changed and merges it in. One question at a time; a second call waits for a later one.
   * @throws ApiError
   */
  catchUp(id: number): Promise<void>;
  /** Loads the page before the oldest message shown, if there is one. @throws ApiError */
  loadOlder(id: number): Promise<void>;
  /** Loads the page after the newest message shown, if that is not the conversation's newest. @throws ApiError */
  loadNewer(id: number): Promise<void>;
  /**
   * Sees to it that the message `seq` and its neighbours are loaded and shown: in the thread, or in a window before it.
   * @throws ApiError
   */
  showAround(id: number, seq: number): Promise<Sought>;
  /** Everything up to `seq` is gone from the person's eyes. */
  clear(id: number, seq: number): void;
  /** Shows the thread again, with the newest messages. */
  showNewest(id: number): void;
}

/** How long a late event may take before the gap is filled by asking, in milliseconds. */
const LATE_MS = 250;
/** How often a gap is asked about again, after growing pauses, when the asking fails. */
const TRIES = 6;
const SINCE = 100;
const PAGE = 50;

type Part = Omit<ApiInput<"GET /chat/conversations/{conversation_id}/messages">, "conversation_id">;

const messagesOf = (conversation_id: number, part: Part) =>
  api("GET /chat/conversations/{conversation_id}/messages", { conversation_id, ...part });

export function createMessageStore(): MessageStore {
  const store = createStore<MessageState>(() => ({ threads: {}, windows: {} }));
  const get = (id: number) => store.getState().threads[id];
  const cleared = new Map<number, number>();
  /** An answer may have been made before a person cleared the conversation, and come after. */
  const seen = (id: number, thread: Thread) => withoutOlder(thread, cleared.get(id) ?? 0);
  const put = (id: number, how: (thread: Thread) => Thread) => {
    const thread = get(id);
    const next = thread && seen(id, how(thread));
    if (next && next !== thread) store.setState({ threads: { ...store.getState().threads, [id]: next } });
  };
  const windowOf = (id: number) => store.getState().windows[id];
  const putWindow = (id: number, window: MessageWindow | undefined) => {
    if (window === windowOf(id)) return;
    const thread = get(id);
    const joined = thread && window && joinedWindow(thread, window);
    const { threads, windows } = store.getState();
    if (joined) store.setState({ threads: { ...threads, [id]: joined }, windows: { ...windows, [id]: undefined } });
    else store.setState({ windows: { ...windows, [id]: window } });
  };
  const changeWindow = (id: number, changes: readonly Message[]) => {
    const window = windowOf(id);
    if (window) putWindow(id, withWindowChanges(window, changes));
  };
  const running = new Map<number, Promise<void>>();
  const loading = new Map<string, Promise<void>>();
  const turns = new Map<number, number>();
  const repairs = new Map<number, ReturnType<typeof setTimeout>>();

  /** One question of a kind at a time: whoever asks meanwhile waits for the same answer. */
  function once(what: string, ask: () => Promise<void>): Promise<void> {
    const mine = loading.get(what) ?? ask().finally(() => loading.delete(what));
    loading.set(what, mine);
    return mine;
  }

  async function askSince(id: number): Promise<void> {
    const before = get(id);
    if (!before) return;
    // The answer is made after what is known, so it covers that even where it has nothing to show.
    const covered = coveredBy(before);
    let from: { since_rev: number } | { cursor: string } = { since_rev: before.synced_rev };
    for (;;) {
      const { items, next_cursor } = await messagesOf(id, { ...from, limit: SINCE });
      put(id, (thread) => withChangesSince(thread, items, next_cursor ? 0 : covered));
      changeWindow(id, items);
      if (!next_cursor) return;
      from = { cursor: next_cursor };
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

  /** @param tries how often it has been asked already, in a row and in vain */
  function repairLater(id: number, ms: number, tries = 0): void {
    if (repairs.has(id)) return;
    const repair = async () => {
      repairs.delete(id);
      // What is being asked already may fill it.
      await running.get(id)?.catch(() => undefined);
      const thread = get(id);
      if (!thread || !hasHole(thread)) return;
      // After that the next event or connection has to do it.
      const failed = () => tries < TRIES && repairLater(id, backoffMs(tries + 1), tries + 1);
      catchUp(id).catch(failed);
    };
    repairs.set(id, setTimeout(repair, ms));
  }

  return {
    store,
    get,
    answer(id, page, hasOlder) {
      const thread = seen(id, withNewestPage(get(id), page, hasOlder));
      store.setState({ threads: { ...store.getState().threads, [id]: thread } });
    },
    change(message) {
      const id = message.conversation_id;
      put(id, (thread) => withChange(thread, message));
      changeWindow(id, [message]);
      const thread = get(id);
      if (thread && hasHole(thread)) repairLater(id, LATE_MS);
    },
    expect(id, rev) {
      put(id, (thread) => withExpected(thread, rev));
      const thread = get(id);
      if (thread && hasHole(thread)) repairLater(id, 0);
    },
    catchUp,
    loadOlder(id) {
      const window = windowOf(id);
      const { has_older, messages } = window ?? get(id) ?? { has_older: false, messages: [] };
      const oldest = messages[0];
      if (!has_older || !oldest) return Promise.resolve();
      return once(`before ${oldest.id}`, async () => {
        const { items, next_cursor } = await messagesOf(id, { before: oldest.id, limit: PAGE });
        const hasOlder = next_cursor !== null;
        const thread = get(id);
        const now = windowOf(id);
        if (!window) put(id, (known) => withOlderPage(known, items, hasOlder, oldest.seq));
        // Another window may be open by now, or none.
        else if (thread && now?.messages[0]?.seq === oldest.seq)
          putWindow(id, withWindowPage(thread, now, items, hasOlder));
      });
    },
    loadNewer(id) {
      const newest = windowOf(id)?.messages.at(-1);
      if (!newest) return Promise.resolve();
      return once(`after ${newest.id}`, async () => {
        const { items } = await messagesOf(id, { after: newest.id, limit: PAGE });
        const thread = get(id);
        const now = windowOf(id);
        if (!thread || now?.messages.at(-1)?.seq !== newest.seq) return;
        // Nothing comes after it, so there is nothing to meet.
        putWindow(id, items.length > 0 ? withWindowPage(thread, now, items) : undefined);
      });
    },
    async showAround(id, seq) {
      const mine = (turns.get(id) ?? 0) + 1;
      turns.set(id, mine);
      if (hasSeq(windowOf(id)?.messages ?? [], seq)) return "there";
      if (!hasSeq(get(id)?.messages ?? [], seq)) {
        const { items, next_cursor } = await messagesOf(id, { around: seq, limit: PAGE });
        const thread = get(id);
        if (turns.get(id) !== mine || !thread) return "overtaken";
        if (!hasSeq(items, seq)) return "gone";
        putWindow(id, openWindow(thread, items, next_cursor !== null));
      } else putWindow(id, undefined);
      return "there";
    },
    clear(id, seq) {
      if (seq <= (cleared.get(id) ?? 0)) return;
      cleared.set(id, seq);
      if (windowOf(id)) putWindow(id, undefined);
      put(id, (thread) => thread);
    },
    showNewest(id) {
      turns.set(id, (turns.get(id) ?? 0) + 1);
      putWindow(id, undefined);
    },
  };
}
