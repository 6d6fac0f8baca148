import { inOrder, type OutboxEntry } from "./outbox-rules";

/** Moves what an earlier version of Nida kept in localStorage. Each is let go of once `put` has it. */
export async function adoptLegacy(userId: number, put: (entry: OutboxEntry) => Promise<void>): Promise<void> {
  const prefix = `nida-outbox:${userId}:`;
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    for (const entry of inOrder(keys.flatMap((key) => parsed(localStorage.getItem(key))))) await put(entry);
    for (const key of keys) localStorage.removeItem(key);
  } catch {
    // No storage, nothing kept.
  }
}

function parsed(text: string | null): OutboxEntry[] {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    if (!isLegacy(value)) return [];
    const { client_id, conversation_id, text: said, at } = value;
    const failed = value.state === "failed" && value.failure;
    return [
      {
        client_id,
        conversation_id,
        text: said,
        at,
        state: failed ? "failed" : "queued",
        failure: failed ? value.failure : null,
      },
    ];
  } catch {
    return [];
  }
}

type Legacy = Omit<OutboxEntry, "state"> & { state: unknown };

function isLegacy(value: unknown): value is Legacy {
  if (typeof value !== "object" || value === null) return false;
  const entry: Partial<Record<keyof Legacy, unknown>> = value;
  return (
    typeof entry.client_id === "string" &&
    typeof entry.conversation_id === "number" &&
    typeof entry.text === "string" &&
    typeof entry.at === "number"
  );
}
