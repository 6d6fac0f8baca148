import { createStore, type StoreApi } from "zustand/vanilla";
import type { Message } from "@/lib/contracts/chat";
import { ApiError } from "./api";
import { isPassing, nextPlace, type OutboxEntry, patience, ready, restored } from "./outbox-rules";
import type { OutboxStorage } from "./outbox-storage";
import { uuid } from "./uuid";

/** Messages on their way. What is in it was typed and is not lost: not by a reload, not by a dead network. */
export interface Outbox {
  store: StoreApi<{ entries: readonly OutboxEntry[] }>;
  /** Reads back what a reload has left, and follows other tabs. Answers how to stop. */
  start(): () => void;
  add(conversationId: number, text: string): void;
  /** Sends a refused message again, behind those that wait. */
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** The server has it: by its answer, or by an event that came first. */
  confirm(clientId: string): void;
  /** Whether there is a connection to send over; true also sends. */
  setOnline(online: boolean): void;
}

interface Options {
  storage: OutboxStorage;
  /** @throws ApiError */
  send(entry: OutboxEntry): Promise<Message>;
  onSent(message: Message): void;
  now?(): number;
}

/** Sends in order, one message at a time in each conversation. */
export function createOutbox({ storage, send, onSent, now = Date.now }: Options): Outbox {
  const store = createStore<{ entries: readonly OutboxEntry[] }>(() => ({ entries: [] }));
  const entries = () => store.getState().entries;
  const failures = new Map<number, number>();
  const waits = new Map<number, ReturnType<typeof setTimeout>>();
  let online = false;

  const keep = (clientId: string, change: Partial<OutboxEntry>) => {
    const next = entries().map((entry) => (entry.client_id === clientId ? { ...entry, ...change } : entry));
    store.setState({ entries: next.sort((a, b) => a.at - b.at) });
    const kept = next.find((entry) => entry.client_id === clientId);
    if (kept) storage.save(kept);
  };
  const drop = (clientId: string) => {
    storage.remove(clientId);
    if (!entries().some((entry) => entry.client_id === clientId)) return;
    store.setState({ entries: entries().filter((entry) => entry.client_id !== clientId) });
  };
  const flush = () => {
    if (!online) return;
    for (const entry of ready(entries())) if (!waits.has(entry.conversation_id)) void deliver(entry);
  };
  const stopWaiting = () => {
    for (const timer of waits.values()) clearTimeout(timer);
    waits.clear();
  };

  async function deliver(entry: OutboxEntry): Promise<void> {
    const { client_id, conversation_id } = entry;
    keep(client_id, { state: "sending" });
    try {
      const message = await send(entry);
      failures.delete(conversation_id);
      onSent(message);
      drop(client_id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (isPassing(error.code)) postpone(client_id, conversation_id);
      else keep(client_id, { state: "failed", failure: { code: error.code, message: error.message } });
    }
    flush();
  }

  function postpone(clientId: string, conversationId: number): void {
    const count = (failures.get(conversationId) ?? 0) + 1;
    failures.set(conversationId, count);
    keep(clientId, { state: "queued" });
    clearTimeout(waits.get(conversationId));
    const again = () => {
      waits.delete(conversationId);
      flush();
    };
    waits.set(conversationId, setTimeout(again, patience(count)));
  }

  return {
    store,
    start() {
      const known = new Set(entries().map((entry) => entry.client_id));
      const left = restored(storage.load().filter((entry) => !known.has(entry.client_id)));
      store.setState({ entries: [...left, ...entries()].sort((a, b) => a.at - b.at) });
      flush();
      const stop = storage.onRemoved(drop);
      return () => {
        stop();
        stopWaiting();
      };
    },
    add(conversation_id, text) {
      const at = nextPlace(entries(), now());
      const entry: OutboxEntry = { client_id: uuid(), conversation_id, text, at, state: "queued", failure: null };
      storage.save(entry);
      store.setState({ entries: [...entries(), entry] });
      flush();
    },
    retry(clientId) {
      keep(clientId, { state: "queued", failure: null, at: nextPlace(entries(), now()) });
      flush();
    },
    discard: drop,
    confirm: drop,
    setOnline(next) {
      online = next;
      stopWaiting();
      if (online) failures.clear();
      flush();
    },
  };
}
