import type { OutboxEntry } from "./outbox-rules";

/** Where waiting messages outlive a reload. */
export interface OutboxStorage {
  load(): OutboxEntry[];
  save(entry: OutboxEntry): void;
  remove(clientId: string): void;
  /** Told of entries that another tab of this browser has removed. */
  onRemoved(listener: (clientId: string) => void): () => void;
}

function isEntry(value: unknown): value is OutboxEntry {
  if (typeof value !== "object" || value === null) return false;
  const entry: Partial<Record<keyof OutboxEntry, unknown>> = value;
  return (
    typeof entry.client_id === "string" &&
    typeof entry.conversation_id === "number" &&
    typeof entry.text === "string" &&
    typeof entry.at === "number" &&
    (entry.state === "queued" || entry.state === "sending" || entry.state === "failed")
  );
}

/** One key an entry, so that tabs never overwrite each other's; one set a person, who may share the browser. */
export function outboxInLocalStorage(userId: number): OutboxStorage {
  const prefix = `nida-outbox:${userId}:`;
  return {
    load() {
      try {
        return Object.keys(localStorage)
          .filter((key) => key.startsWith(prefix))
          .flatMap((key) => parsed(localStorage.getItem(key)));
      } catch {
        return [];
      }
    },
    save(entry) {
      try {
        localStorage.setItem(prefix + entry.client_id, JSON.stringify(entry));
      } catch {
        // Full or forbidden: the message still goes out from memory.
      }
    },
    remove(clientId) {
      try {
        localStorage.removeItem(prefix + clientId);
      } catch {
        // Nothing was kept.
      }
    },
    onRemoved(listener) {
      const take = (event: StorageEvent) => {
        if (event.key?.startsWith(prefix) && event.newValue === null) listener(event.key.slice(prefix.length));
      };
      window.addEventListener("storage", take);
      return () => window.removeEventListener("storage", take);
    },
  };
}

function parsed(text: string | null): OutboxEntry[] {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    return isEntry(value) ? [value] : [];
  } catch {
    return [];
  }
}
