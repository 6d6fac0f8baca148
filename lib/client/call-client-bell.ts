const KEY = "nida-bell";

/** Which tab of this browser was heard last, and for which call. */
interface Bell {
  callId: string;
  device: string;
}

function read(): Bell | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof kept !== "object" || kept === null || !("callId" in kept) || !("device" in kept)) return null;
    const { callId, device } = kept;
    return typeof callId === "string" && typeof device === "string" ? { callId, device } : null;
  } catch {
    // Forbidden to this site, or not ours.
    return null;
  }
}

/**
 * Notes that a ring is heard in this tab from now on. Answers the tab of this browser in whose place it is heard, which
 * is gone then, or null when this is the first one or the same.
 */
export function takeBell(callId: string, device: string): string | null {
  const before = read();
  try {
    localStorage.setItem(KEY, JSON.stringify({ callId, device } satisfies Bell));
  } catch {
    // Forbidden or full: the next tab will connect when it answers.
  }
  return before?.callId === callId && before.device !== device ? before.device : null;
}
