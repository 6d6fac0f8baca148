import { createStore, type StoreApi } from "zustand/vanilla";
import { inOrder, nextPlace, type OutboxEntry } from "./outbox-rules";
import type { OutboxStorage } from "./outbox-storage";

export interface OutboxState {
  /** what waits or was refused, in order */
  entries: readonly OutboxEntry[];
  /** by client_id: how much of a file has arrived, 0 to 1 */
  progress: Readonly<Record<string, number>>;
}

/** The waiting messages as this tab shows them: changed at once, kept a moment later. */
export interface OutboxQueue {
  store: StoreApi<OutboxState>;
  add(entry: OutboxEntry): void;
  /** Changes an entry; `toEnd` also moves it behind all others. */
  change(clientId: string, change: Partial<OutboxEntry>, toEnd?: boolean): Promise<void>;
  remove(clientId: string): Promise<void>;
  /** As it is kept at this moment, by whatever tab. */
  first(conversationId: number, fits: (entry: OutboxEntry) => boolean): Promise<OutboxEntry | undefined>;
  /** Reads again what is kept: another tab may have changed it. */
  reload(): Promise<void>;
}

type Change = (entries: readonly OutboxEntry[]) => readonly OutboxEntry[];

/** @param onKept told after each change that this tab has kept */
export function createQueue(storage: OutboxStorage, onKept: () => void): OutboxQueue {
  const store = createStore<OutboxState>(() => ({ entries: [], progress: {} }));
  let kept: readonly OutboxEntry[] = [];
  /** shown already and not yet kept, oldest first */
  const pending: Change[] = [];
  // One thing after the other, after what a former page has left: so `kept` is what the storage holds.
  let tail: Promise<unknown> = Promise.resolve();
  let loaded = false;

  const show = () => {
    const entries = inOrder(pending.reduce((shown, change) => change(shown), kept));
    const ids = new Set(entries.map((entry) => entry.client_id));
    const progress = Object.fromEntries(Object.entries(store.getState().progress).filter(([id]) => ids.has(id)));
    store.setState({ entries, progress });
  };
  const load = async () => {
    kept = await storage.all();
    show();
  };
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (!loaded) tail = load();
    loaded = true;
    const mine = tail.then(work);
    tail = mine.catch(() => undefined);
    return mine;
  }
  function apply(change: Change, keep: (changed: readonly OutboxEntry[]) => Promise<void>): Promise<void> {
    pending.push(change);
    show();
    return inTurn(async () => {
      const changed = change(kept);
      await keep(changed);
      kept = changed;
      pending.shift();
      show();
      onKept();
    });
  }

  return {
    store,
    add(entry) {
      const { client_id } = entry;
      void apply(
        (entries) => [...entries, { ...entry, at: nextPlace(entries, entry.at) }],
        async (changed) => {
          const placed = changed.find((one) => one.client_id === client_id);
          if (placed) await storage.put(placed);
        },
      );
    },
    change(clientId, change, toEnd = false) {
      let last = change;
      return apply(
        (entries) => {
          last = toEnd ? { ...change, at: nextPlace(entries, change.at ?? 0) } : change;
          return entries.map((entry) => (entry.client_id === clientId ? { ...entry, ...last } : entry));
        },
        () => storage.change(clientId, last),
      );
    },
    remove: (clientId) =>
      apply(
        (entries) => entries.filter((entry) => entry.client_id !== clientId),
        () => storage.remove(clientId),
      ),
    first: (conversationId, fits) => inTurn(() => storage.first(conversationId, fits)),
    reload: () => inTurn(load),
  };
}
