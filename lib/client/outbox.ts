import type { StoreApi } from "zustand/vanilla";
import type { Message } from "@/lib/contracts/chat";
import { ApiError } from "./api";
import { createLine, type Step } from "./outbox-line";
import { type OutboxNews, openNews } from "./outbox-news";
import { createQueue, type OutboxState } from "./outbox-queue";
import {
  FULL_DISK_PAUSE_MS,
  isPassing,
  isQueued,
  needsUpload,
  type OutboxEntry,
  type OutboxExtras,
  type OutboxFile,
} from "./outbox-rules";
import type { OutboxStorage } from "./outbox-storage";
import { uuid } from "./uuid";

/**
 * Messages on their way. What is in it was typed and is not lost: not by a reload or a crash, not by a dead network.
 * All tabs of a person share it, and whichever has a connection sends.
 */
export interface Outbox {
  store: StoreApi<OutboxState>;
  /** Reads back what an earlier page has left, and follows other tabs. Answers how to stop. */
  start(): () => void;
  add(conversationId: number, text: string, extras?: OutboxExtras): void;
  /** Sends a refused message again, behind those that wait; one that would be tried again by itself, at once. */
  retry(clientId: string): void;
  /** Forgets a message; a file that is on its way stops. */
  discard(clientId: string): void;
  /** The server has it: by its answer, or by an event that came first. */
  confirm(clientId: string): void;
  /** Whether there is a connection to send over; true also sends. */
  setOnline(online: boolean): void;
}

export interface UploadOptions {
  signal: AbortSignal;
  /** @param share of the file that has arrived, 0 to 1 */
  onProgress(share: number): void;
}

export interface OutboxOptions {
  /** whose messages: a user id */
  userId: number;
  storage: OutboxStorage;
  /** @throws ApiError */
  send(entry: OutboxEntry): Promise<Message>;
  /** Answers the upload_id. @throws ApiError, or anything after `signal` was aborted */
  upload(file: OutboxFile, options: UploadOptions): Promise<string>;
  onSent(message: Message): void;
  now?(): number;
}

/** Another tab whose upload went on within this time is alive, in milliseconds. */
const LATELY_MS = 20_000;

/** Sends in order, one message at a time in each conversation; a file goes up before its message's turn comes. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { userId, storage, send, upload, onSent, now = Date.now } = options;
  const uploads = new Map<string, AbortController>();
  const heard = new Map<number, number>();
  const faults = new Map<string, number>();
  const renewed = new Set<string>();
  let news: OutboxNews | null = null;
  let online = false;

  const queue = createQueue(storage, () => news?.changed());
  const entries = () => queue.store.getState().entries;
  const find = (clientId: string) => entries().find((entry) => entry.client_id === clientId);
  const sending = createLine({ turn: (id) => `nida-send-${userId}-${id}`, step: sendNext, isAlive: () => false });
  const uploading = createLine({
    turn: (id) => `nida-upload-${userId}-${id}`,
    step: uploadNext,
    isAlive: (id) => now() - (heard.get(id) ?? 0) < LATELY_MS,
  });

  const flush = () => {
    if (!online) return;
    for (const entry of entries().filter(isQueued)) {
      sending.wake(entry.conversation_id);
      if (needsUpload(entry)) uploading.wake(entry.conversation_id);
    }
  };
  /** Another tab may have sent, added or forgotten something. */
  const reload = () =>
    queue.reload().then(() => {
      for (const [clientId, upload] of uploads) if (!find(clientId)) upload.abort();
      flush();
    });
  /** Waits no longer. */
  const hurry = () => {
    sending.calm();
    uploading.calm();
    flush();
  };
  const note = (clientId: string, share: number) => {
    if (find(clientId)) queue.store.setState(({ progress }) => ({ progress: { ...progress, [clientId]: share } }));
  };

  async function sendNext(id: number): Promise<Step> {
    const entry = online ? await queue.first(id, isQueued) : undefined;
    // Files are the other line's work; it wakes this one.
    if (!entry || needsUpload(entry)) return "done";
    try {
      onSent(await send(entry));
      await queue.remove(entry.client_id);
      return "next";
    } catch (error) {
      return failed(entry, error);
    }
  }

  async function uploadNext(id: number): Promise<Step> {
    const entry = online ? await queue.first(id, needsUpload) : undefined;
    if (!entry?.file) return "done";
    const { client_id } = entry;
    const stop = new AbortController();
    uploads.set(client_id, stop);
    const onProgress = (share: number) => {
      note(client_id, share);
      news?.progress(client_id, share);
    };
    try {
      const upload_id = await upload(entry.file, { signal: stop.signal, onProgress });
      await queue.change(client_id, { upload_id });
    } catch (error) {
      if (!stop.signal.aborted) return failed(entry, error);
    } finally {
      uploads.delete(client_id);
    }
    sending.wake(id);
    return "next";
  }

  async function failed({ client_id, upload_id, failure }: OutboxEntry, error: unknown): Promise<Step> {
    const refusal = error instanceof ApiError ? error : new ApiError("internal", "");
    if (refusal !== error) console.error(error);
    const { code, message, retryAfterSeconds } = refusal;
    if (code === "storage_full") {
      // Nobody knows for how long, so the person is told.
      if (failure?.code !== code) await queue.change(client_id, { failure: { code, message } });
      return { again: null, most: FULL_DISK_PAUSE_MS };
    }
    const count = (faults.get(client_id) ?? 0) + 1;
    faults.set(client_id, count);
    if (code === "network" || isPassing(code, count))
      return { again: retryAfterSeconds === null ? null : retryAfterSeconds * 1000 };
    if (code === "not_found" && upload_id !== undefined && !renewed.has(client_id)) {
      // Tabs may be closed for days, and the server forgets a file that no message came for.
      renewed.add(client_id);
      await queue.change(client_id, { upload_id: undefined });
      flush();
      return "next";
    }
    faults.delete(client_id);
    // What it answers is gone, and the person is told so: sent again, it goes without.
    const alone = refusal.fields.reply_to_id && { reply_to_id: undefined };
    await queue.change(client_id, { state: "failed", failure: { code, message }, ...alone });
    // What stood behind it may go.
    flush();
    return "next";
  }

  const drop = (clientId: string) => {
    uploads.get(clientId)?.abort();
    if (find(clientId)) void queue.remove(clientId).then(flush);
  };

  return {
    store: queue.store,
    start() {
      news = openNews(userId, {
        onChanged: () => void reload(),
        held: () => storage.held(),
        onProgress(clientId, share) {
          note(clientId, share);
          const entry = find(clientId);
          if (entry) heard.set(entry.conversation_id, now());
        },
      });
      void reload();
      return () => {
        news?.close();
        news = null;
        sending.calm();
        uploading.calm();
      };
    },
    add(conversation_id, text, extras) {
      queue.add({ client_id: uuid(), conversation_id, text, at: now(), state: "queued", failure: null, ...extras });
      flush();
    },
    retry(clientId) {
      const entry = find(clientId);
      // What is tried again by itself keeps its place, and need not wait.
      if (entry && isQueued(entry)) void queue.change(clientId, { failure: null }).then(hurry);
      // The server may have forgotten a file that no message came for.
      else void queue.change(clientId, { state: "queued", failure: null, upload_id: undefined, at: now() }, true);
      flush();
    },
    discard: drop,
    confirm: drop,
    setOnline(next) {
      online = next;
      hurry();
    },
  };
}
