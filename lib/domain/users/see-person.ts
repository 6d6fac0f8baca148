import type { Profile } from "@/lib/contracts/users";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { profileColumns, profilesOf } from "./profiles";

/**
 * One person as the caller sees them.
 * @throws `not_found` for one who is deleted, or who has blocked the caller: the answer is the same as for nobody
 */
export async function seePerson(ctx: Context, who: { id: number } | { username: string }): Promise<Profile> {
  const person = await ctx.db.user.findFirst({
    where: { ...who, deletedAt: null, blocksMade: { none: { blockedId: ctx.actor.id } } },
    select: profileColumns,
  });
  const [profile] = person ? await profilesOf(ctx, [person]) : [];
  if (!profile) throw refuse("not_found");
  return profile;
}
