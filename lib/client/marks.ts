import { createStore, type StoreApi } from "zustand/vanilla";
import type { Mark } from "@/lib/contracts/marks";
import { api, type Page } from "./api";
import { type Marks, noMarks, withMark, withMarksSince } from "./marks-merge";

/** Stars and messages deleted for oneself, of every conversation that was opened in this tab. */
export interface MarkStore {
  store: StoreApi<{ marks: Readonly<Record<number, Marks>> }>;
  get(conversationId: number): Marks;
  /** Takes an event or an answer in; asks for what it shows to be missing. */
  change(mark: Mark): void;
  /** Asks for everything that changed. @throws ApiError */
  catchUp(conversationId: number): Promise<void>;
}

export function createMarkStore(): MarkStore {
  const store = createStore<{ marks: Readonly<Record<number, Marks>> }>(() => ({ marks: {} }));
  const get = (id: number) => store.getState().marks[id] ?? noMarks;
  const put = (id: number, marks: Marks) => store.setState({ marks: { ...store.getState().marks, [id]: marks } });
  const asking = new Map<number, Promise<void>>();

  async function ask(id: number): Promise<void> {
    let from: { since_rev: number } | { cursor: string } = { since_rev: get(id).synced_rev };
    for (;;) {
      const asked = { conversation_id: id, limit: 100, ...from };
      const page: Page<Mark> = await api("GET /chat/conversations/{conversation_id}/marks", asked);
      put(id, withMarksSince(get(id), page.items));
      if (!page.next_cursor) return;
      from = { cursor: page.next_cursor };
    }
  }
  function catchUp(id: number): Promise<void> {
    const mine = asking.get(id) ?? ask(id).finally(() => asking.delete(id));
    asking.set(id, mine);
    return mine;
  }

  return {
    store,
    get,
    change(mark) {
      const id = mark.conversation_id;
      const before = get(id);
      put(id, withMark(before, mark));
      // What the gap holds comes with the next connection where this question fails.
      if (mark.rev > before.synced_rev + 1) catchUp(id).catch(() => undefined);
    },
    catchUp,
  };
}
