/**
 * What the tabs of one person tell each other (BroadcastChannel): that the queue has changed, how uploads go, and what
 * only the memory of one holds.
 */
export interface OutboxNews {
  changed(): void;
  progress(clientId: string, share: number): void;
  /** Asks the other tabs what they hold; each answers to `onHeld`. */
  ask(): void;
  close(): void;
}

type Said =
  | { kind: "changed" }
  | { kind: "progress"; clientId: string; share: number }
  | { kind: "ask" }
  | { kind: "held"; clientIds: string[] };

export interface NewsListener {
  onChanged?(): void;
  /** @param share of the file that has arrived, 0 to 1 */
  onProgress?(clientId: string, share: number): void;
  /** Another tab asks: answers the client_ids of what only this one's memory holds. */
  held?(): string[];
  onHeld?(clientIds: string[]): void;
}

export function openNews(userId: number, listener: NewsListener): OutboxNews {
  if (typeof BroadcastChannel === "undefined") return { changed() {}, progress() {}, ask() {}, close() {} };
  const channel = new BroadcastChannel(`nida-outbox-${userId}`);
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.kind === "changed") listener.onChanged?.();
    else if (data.kind === "progress") listener.onProgress?.(data.clientId, data.share);
    else if (data.kind === "held") listener.onHeld?.(data.clientIds);
    else if (listener.held) say({ kind: "held", clientIds: listener.held() });
  };
  const say = (said: Said) => channel.postMessage(said);
  return {
    changed: () => say({ kind: "changed" }),
    progress: (clientId, share) => say({ kind: "progress", clientId, share }),
    ask: () => say({ kind: "ask" }),
    close: () => channel.close(),
  };
}
