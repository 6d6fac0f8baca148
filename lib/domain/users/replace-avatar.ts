import type { Me } from "@/lib/contracts/users";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { announceMe, announceUser } from "./announce-profile";
import { type MeRow, meColumns } from "./present";

/** Deletes a picture nobody refers to any more. Failing is no failure of the call: an orphan harms nobody. */
export async function discardPicture(ctx: Pick<Context, "storage">, key: string | null): Promise<void> {
  if (key) await ctx.storage.delete(key).catch(() => undefined);
}

/** Guarded by the old key, so that of two replacements at once neither leaves its file behind. */
function pointTo(ctx: Context, oldKey: string | null, newKey: string | null): Promise<MeRow> {
  return ctx.transaction(async (tx) => {
    const replaced = await tx.user.updateMany({
      where: { id: ctx.actor.id, avatarKey: oldKey, deletedAt: null },
      data: { avatarKey: newKey },
    });
    if (replaced.count === 0) throw refuse("conflict");
    return tx.user.findUniqueOrThrow({ where: { id: ctx.actor.id }, select: meColumns });
  });
}

/**
 * Gives the caller another stored picture, or none, and discards the one that is no longer theirs.
 * @throws `conflict` when another replacement came first
 */
export async function replaceAvatar(ctx: Context, newKey: string | null): Promise<Me> {
  const before = await ctx.db.user.findUnique({ where: { id: ctx.actor.id }, select: { avatarKey: true } });
  let row: MeRow;
  try {
    row = await pointTo(ctx, before?.avatarKey ?? null, newKey);
  } catch (error) {
    await discardPicture(ctx, newKey);
    throw error;
  }
  await discardPicture(ctx, before?.avatarKey ?? null);
  await announceUser(ctx, row);
  return announceMe(ctx, row);
}
