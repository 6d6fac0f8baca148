import type { PresenceSource } from "@/lib/domain/context";
import type { Roster } from "@/lib/server/nodes/roster";

/** How long a person may be without a socket before they count as gone: a reload is no leaving. In milliseconds. */
const LEAVING_AFTER_MS = 4000;
/** How long two nodes may take to hear of each other's leaving, in milliseconds. */
const CROSSING_MS = 10_000;
const PLACE = "online";

export interface PresenceBoard extends PresenceSource {
  /** a socket of the person came; calls `onCame` for the first on any node */
  enter(userId: number): void;
  /** a socket of the person went; calls `onWent` when none came back in time and no other node has one */
  leave(userId: number): void;
  close(): void;
}

interface Listener {
  onCame(userId: number): void;
  onWent(userId: number): void;
}

/** Counts sockets for each person in this process, and knows from the roster who is at another node. */
export function createPresenceBoard(
  roster: Roster,
  listener: Listener,
  leavingAfterMs = LEAVING_AFTER_MS,
): PresenceBoard {
  const sockets = new Map<number, number>();
  const leaving = new Map<number, NodeJS.Timeout>();
  /** who left here while another node still had them, and when: if that crossed with their leaving there, nobody said so */
  const crossing = new Map<number, number>();
  /** who came here while another node had them, so nobody said so: out of reach, that node took their leaving it for the end */
  const silent = new Set<number>();
  let closed = false;
  const isElsewhere = (userId: number) => roster.isElsewhere(PLACE, String(userId));

  function left(userId: number): void {
    leaving.delete(userId);
    sockets.delete(userId);
    silent.delete(userId);
    roster.leave(PLACE, String(userId));
    if (!isElsewhere(userId)) listener.onWent(userId);
    else {
      crossing.set(userId, Date.now());
      setTimeout(() => crossing.delete(userId), CROSSING_MS).unref();
    }
  }

  roster.listen({
    went(place, who, why) {
      const userId = Number(who);
      if (place !== PLACE) return;
      if (sockets.has(userId)) {
        if (why === "left" && silent.delete(userId)) listener.onCame(userId);
      } else if (why === "orphaned" || (why === "left" && crossing.delete(userId))) listener.onWent(userId);
    },
    doubted() {
      for (const userId of sockets.keys()) listener.onCame(userId);
    },
  });
  return {
    async online(userIds) {
      return new Set(userIds.filter((id) => sockets.has(id) || isElsewhere(id)));
    },
    enter(userId) {
      const known = sockets.has(userId);
      sockets.set(userId, (sockets.get(userId) ?? 0) + 1);
      clearTimeout(leaving.get(userId));
      leaving.delete(userId);
      if (known) return;
      roster.enter(PLACE, String(userId));
      if (isElsewhere(userId)) silent.add(userId);
      else listener.onCame(userId);
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
      if (!closed) leaving.set(userId, setTimeout(left, leavingAfterMs, userId).unref());
    },
    close() {
      closed = true;
      for (const timer of leaving.values()) clearTimeout(timer);
    },
  };
}
