import type { PresenceSource } from "@/lib/domain/context";

/** How long a person may be without a socket before they count as gone: a reload is no leaving. In milliseconds. */
const LEAVING_AFTER_MS = 4000;

export interface PresenceBoard extends PresenceSource {
  /** a socket of the person came; calls `onCame` for the first */
  enter(userId: number): void;
  /** a socket of the person went; calls `onWent` when none came back in time */
  leave(userId: number): void;
  close(): void;
}

/** Counts sockets for each person, in this process. */
export function createPresenceBoard(
  listener: { onCame(userId: number): void; onWent(userId: number): void },
  leavingAfterMs = LEAVING_AFTER_MS,
): PresenceBoard {
  const sockets = new Map<number, number>();
  const leaving = new Map<number, NodeJS.Timeout>();
  return {
    async online(userIds) {
      return new Set(userIds.filter((id) => sockets.has(id)));
    },
    enter(userId) {
      const known = sockets.has(userId);
      sockets.set(userId, (sockets.get(userId) ?? 0) + 1);
      clearTimeout(leaving.get(userId));
      leaving.delete(userId);
      if (!known) listener.onCame(userId);
    },
    leave(userId) {
      const count = (sockets.get(userId) ?? 1) - 1;
      if (count > 0) {
        sockets.set(userId, count);
        return;
      }
      // Kept as one until it is sure: `online` must not flicker either.
      sockets.set(userId, 0);
      clearTimeout(leaving.get(userId));
      const timer = setTimeout(() => {
        leaving.delete(userId);
        sockets.delete(userId);
        listener.onWent(userId);
      }, leavingAfterMs);
      leaving.set(userId, timer.unref());
    },
    close() {
      for (const timer of leaving.values()) clearTimeout(timer);
    },
  };
}
