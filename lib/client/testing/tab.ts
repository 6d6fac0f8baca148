import { ApiError } from "@/lib/client/api";
import { createOutbox, type UploadOptions } from "@/lib/client/outbox";
import type { OutboxEntry, OutboxFile } from "@/lib/client/outbox-rules";
import { createOutboxStorage, type OutboxStorage } from "@/lib/client/outbox-storage";
import type { Message } from "@/lib/contracts/chat";
import { sampleMessage } from "./chat-samples";

interface Asked<T> {
  answer(value: T): void;
  fail(code: ApiError["code"], message?: string, retryAfterSeconds?: number | null, field?: string): void;
}
export interface Call extends Asked<Message | undefined> {
  entry: OutboxEntry;
}
export interface Upload extends Asked<string>, UploadOptions {
  file: OutboxFile;
}

const refusal = (code: ApiError["code"], message = "", retryAfter: number | null = null, field?: string) =>
  new ApiError(code, message, field === undefined ? {} : { [field]: [message] }, retryAfter);

interface TabOptions {
  userId?: number;
  storage?: OutboxStorage;
  now?(): number;
}

/** An outbox in a tab of its own; the test answers what it asks, one by one. */
export function openTab(options: TabOptions = {}) {
  const { userId = 1, storage = createOutboxStorage(userId), now = () => 1000 } = options;
  const calls: Call[] = [];
  const uploads: Upload[] = [];
  const sent: Message[] = [];
  const outbox = createOutbox({
    userId,
    storage,
    now,
    send: (entry) =>
      new Promise((resolve, reject) => {
        calls.push({
          entry,
          answer: (message = sampleMessage({ client_id: entry.client_id })) => resolve(message),
          fail: (...how) => reject(refusal(...how)),
        });
      }),
    upload: (file, options) =>
      new Promise((resolve, reject) => {
        options.signal.addEventListener("abort", () => reject(refusal("network")));
        uploads.push({ file, ...options, answer: resolve, fail: (...how) => reject(refusal(...how)) });
      }),
    onSent: (message) => void sent.push(message),
  });
  const stop = outbox.start();
  const entries = () => outbox.store.getState().entries;
  return {
    outbox,
    calls,
    uploads,
    sent,
    stop,
    entries,
    texts: () => calls.map((call) => call.entry.text),
    waiting: () => entries().map((entry) => entry.text),
    idOf: (text: string) => entries().find((entry) => entry.text === text)?.client_id ?? "",
  };
}
export type Tab = ReturnType<typeof openTab>;
