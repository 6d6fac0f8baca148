import type { ReadDb } from "@/lib/domain/context";
import type { ReadPlace } from "./present";

/** What `readPlaces` needs of a participant, for a Prisma `select`. */
export const placeColumns = { userId: true, lastReadSeq: true, user: { select: { hideReceipts: true } } } as const;

type PlaceRow = ReadPlace & { user: { hideReceipts: boolean } };

/**
 * How far the two people of a conversation have read, as `viewer` may know it: where one of them hides it, only one's
 * own place. For an event that goes to both there is no viewer.
 */
export function shownPlaces(rows: readonly PlaceRow[], viewer?: number): ReadPlace[] {
  const hidden = rows.some((row) => row.user.hideReceipts);
  return hidden ? rows.filter((row) => row.userId === viewer) : [...rows];
}

export async function readPlaces(
  db: Pick<ReadDb, "participant">,
  conversationId: number,
  viewer: number,
): Promise<ReadPlace[]> {
  return shownPlaces(await db.participant.findMany({ where: { conversationId }, select: placeColumns }), viewer);
}
