import { createStore, type StoreApi } from "zustand/vanilla";
import type { Conversation } from "@/lib/contracts/chat";
import type { EventData } from "@/lib/contracts/events";
import { type KnownConversation, withAnswer, withPresence } from "./conversation-store-merge";

export interface ConversationState {
  conversations: Readonly<Record<number, KnownConversation>>;
  /** where the other is typing */
  typing: Readonly<Record<number, true>>;
}

type Known = ConversationState["conversations"];

/** Everybody one talks with: what the list shows, and what unread counts and receipts follow from. */
export interface ConversationStore {
  store: StoreApi<ConversationState>;
  get(id: number): KnownConversation | undefined;
  /** Merges one answer in. @param asked what was known when it was asked for */
  answer(fresh: Conversation, asked?: Known): void;
  /** Merges a list in, and forgets those that are `gone`. */
  answerAll(list: readonly Conversation[], gone: readonly number[], asked: Known): void;
  /** Changes a known conversation; false for one that is not known. */
  change(id: number, how: (known: KnownConversation) => KnownConversation): boolean;
  changePresence(seen: EventData["presence"]): void;
  changeUser(user: EventData["user.updated"]): void;
  setTyping(id: number, typing: boolean): void;
}

export function createConversationStore(initial: readonly Conversation[]): ConversationStore {
  const store = createStore<ConversationState>(() => ({ conversations: answered({}, initial), typing: {} }));
  const all = () => store.getState().conversations;
  const put = (conversations: Known) => store.setState({ conversations });
  const changeAll = (how: (known: KnownConversation) => KnownConversation) => {
    const changed = Object.values(all())
      .map((known) => [known, how(known)] as const)
      .filter(([known, next]) => known !== next);
    if (changed.length > 0) put({ ...all(), ...Object.fromEntries(changed.map(([known, next]) => [known.id, next])) });
  };
  return {
    store,
    get: (id) => all()[id],
    answer: (fresh, asked) => put(answered(all(), [fresh], asked)),
    answerAll(list, gone, asked) {
      const next = answered(all(), list, asked);
      for (const id of gone) delete next[id];
      put(next);
    },
    change(id, how) {
      const known = all()[id];
      if (!known) return false;
      const next = how(known);
      if (next !== known) put({ ...all(), [id]: next });
      return true;
    },
    changePresence: (seen) => changeAll((known) => withPresence(known, seen)),
    changeUser: (user) =>
      changeAll((known) =>
        known.other_user.id === user.id ? { ...known, other_user: { ...known.other_user, ...user } } : known,
      ),
    setTyping(id, typing) {
      const { [id]: was, ...others } = store.getState().typing;
      if (typing !== Boolean(was)) store.setState({ typing: typing ? { ...others, [id]: true } : others });
    },
  };
}

function answered(known: Known, list: readonly Conversation[], asked: Known = {}) {
  const next: Record<number, KnownConversation> = { ...known };
  for (const fresh of list) next[fresh.id] = withAnswer(next[fresh.id], fresh, asked[fresh.id]);
  return next;
}
