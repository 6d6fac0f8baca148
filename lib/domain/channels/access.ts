import type { Channel } from "@/lib/contracts/channels";
import { reachOf } from "@/lib/domain/chat/reach";
import type { Database, ReadDb } from "@/lib/domain/context";

/**
 * The people a channel is for, as things are now; null while it is closed to everybody: what it is for is gone, or one
 * of the two blocks the other, which looks the same.
 */
export async function peopleOf({ db, hot }: Pick<Database, "db" | "hot">, channel: Channel): Promise<number[] | null> {
  if (channel.kind === "user") {
    const present = await db.user.count({ where: { id: channel.id, deletedAt: null } });
    return present === 1 ? [channel.id] : null;
  }
  const pair = await db.conversation.findUnique({
    where: { id: channel.id },
    select: { lowId: true, highId: true },
  });
  if (!pair || (await reachOf(hot.read, pair.lowId, pair.highId)) !== "open") return null;
  return [pair.lowId, pair.highId];
}

/** Whether a person may stand among a presence channel's members: not one who hides whether they are there. */
export async function showsPresence(db: Pick<ReadDb, "user">, userId: number): Promise<boolean> {
  return (await db.user.count({ where: { id: userId, deletedAt: null, hidePresence: false } })) === 1;
}
