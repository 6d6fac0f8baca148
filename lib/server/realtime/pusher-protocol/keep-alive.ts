import type { Connection } from "./connection";

/** In milliseconds. */
export interface Patience {
  /** how long a client may be silent before it is asked */
  idleMs: number;
  /** how long it has for the answer */
  pongMs: number;
}

/** What a connection's silence calls for. */
export function due(
  { heardAt, pingedAt }: Pick<Connection, "heardAt" | "pingedAt">,
  { idleMs, pongMs }: Patience,
  now: number,
): "ping" | "end" | null {
  if (pingedAt !== null) return now - pingedAt > pongMs ? "end" : null;
  return now - heardAt > idleMs ? "ping" : null;
}

export function keepAlive(connections: Iterable<Connection>, patience: Patience): void {
  const now = Date.now();
  for (const connection of connections) {
    const what = due(connection, patience, now);
    if (what === "ping") connection.ping();
    if (what === "end") connection.end(4201, "no pong came");
  }
}
