import type { ReadDb, Tx } from "@/lib/domain/context";

/** The two ids in the order in which pairs are stored. */
export function pairOf(a: number, b: number): { lowId: number; highId: number } {
  return a < b ? { lowId: a, highId: b } : { lowId: b, highId: a };
}

/** The other of the two people of a pair. */
export function otherOf(pair: { lowId: number; highId: number }, me: number): number {
  return pair.lowId === me ? pair.highId : pair.lowId;
}

/** Which of two people have blocked the other. */
export async function blocksBetween(
  db: Pick<ReadDb, "block">,
  me: number,
  other: number,
): Promise<{ byMe: boolean; byOther: boolean }> {
  const blocks = await db.block.findMany({
    where: {
      OR: [
        { blockerId: me, blockedId: other },
        { blockerId: other, blockedId: me },
      ],
    },
    select: { blockerId: true },
  });
  return {
    byMe: blocks.some((block) => block.blockerId === me),
    byOther: blocks.some((block) => block.blockerId === other),
  };
}

/**
 * Keeps both people's rows for this transaction, so that what one begins and the other forbids cannot miss each other.
 * Answers false if one of them is no longer there.
 */
export async function holdPair(tx: Tx, pair: { lowId: number; highId: number }): Promise<boolean> {
  // Always in this order: two that wait for each other would wait for ever.
  for (const id of [pair.lowId, pair.highId]) {
    const held = await tx.user.updateMany({ where: { id, deletedAt: null }, data: { deletedAt: null } });
    if (held.count === 0) return false;
  }
  return true;
}
