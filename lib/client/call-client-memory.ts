const KEY = "nida-call";

/** What a tab must know of its call after a reload. */
export interface CallMemory {
  /** newest generation of peers that either side has used */
  generation: number;
  muted: boolean;
  /** it rings at a device of the callee */
  reached: boolean;
  /** the two have heard each other */
  connected: boolean;
}

interface Kept extends CallMemory {
  id: string;
}

const nothing: CallMemory = { generation: 0, muted: false, reached: false, connected: false };

function read(): Kept | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    // Written by `remember` alone; anything else in its place only costs the memory.
    return kept && typeof kept === "object" && "id" in kept ? { ...nothing, ...(kept as Kept) } : null;
  } catch {
    return null;
  }
}

/** What this tab remembers of the call; nothing of any other call is kept. */
export function recall(callId: string): CallMemory {
  const kept = read();
  return kept?.id === callId ? kept : nothing;
}

export function remember(callId: string, news: Partial<CallMemory>): void {
  sessionStorage.setItem(KEY, JSON.stringify({ ...recall(callId), ...news, id: callId }));
}

/** Whether this tab has been in a call. */
export function hasMemory(): boolean {
  return sessionStorage.getItem(KEY) !== null;
}
