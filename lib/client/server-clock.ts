/** Two clocks are compared by one question and its answer (Cristian's algorithm). */
export interface ServerClock {
  /** An answer that left the server at `server`, asked and received here at `sent` and `received`; all in milliseconds. */
  note(sent: number, received: number, server: number): void;
  /** The server's instant (ISO 8601) on this machine's clock, in milliseconds; null before the first answer. */
  local(instant: string): number | null;
}

export function createServerClock(): ServerClock {
  let ahead: number | null = null;
  /** how wrong `ahead` may be, in milliseconds */
  let doubt = Number.POSITIVE_INFINITY;
  return {
    note(sent, received, server) {
      const seen = (sent + received) / 2 - server;
      const doubtful = (received - sent) / 2;
      if (!Number.isFinite(server) || doubtful < 0) return;
      // The surer answer counts; but one that cannot be true together with it says that a clock was set.
      const moved = ahead !== null && Math.abs(seen - ahead) > doubt + doubtful;
      if (doubtful > doubt && !moved) return;
      ahead = seen;
      doubt = doubtful;
    },
    local: (instant) => (ahead === null ? null : Date.parse(instant) + ahead),
  };
}

/** This tab's, kept right by every answer, over REST or the socket. */
export const serverClock = createServerClock();
