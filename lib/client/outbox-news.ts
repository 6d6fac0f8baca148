/** What the tabs of one person tell each other (BroadcastChannel): that the queue has changed, and how uploads go. */
export interface OutboxNews {
  changed(): void;
  progress(clientId: string, share: number): void;
  close(): void;
}

type Said = { kind: "changed" } | { kind: "progress"; clientId: string; share: number };

export interface NewsListener {
  onChanged(): void;
  /** @param share of the file that has arrived, 0 to 1 */
  onProgress(clientId: string, share: number): void;
}

export function openNews(userId: number, { onChanged, onProgress }: NewsListener): OutboxNews {
  if (typeof BroadcastChannel === "undefined") return { changed() {}, progress() {}, close() {} };
  const channel = new BroadcastChannel(`nida-outbox-${userId}`);
  channel.onmessage = ({ data }: MessageEvent<Said>) => {
    if (data.kind === "changed") onChanged();
    else onProgress(data.clientId, data.share);
  };
  const say = (said: Said) => channel.postMessage(said);
  return {
    changed: () => say({ kind: "changed" }),
    progress: (clientId, share) => say({ kind: "progress", clientId, share }),
    close: () => channel.close(),
  };
}
