import { removeAccount } from "@/lib/domain/users/remove-account";
import { type OperatorContext, personNamed } from "./person";

/**
 * Deletes an account as its person could have. Answers whose it was.
 * @throws `not_found` (nobody_named) · `conflict` when it was deleted at the same moment
 */
export async function purgePerson(ctx: OperatorContext, username: string): Promise<{ id: number }> {
  const id = await personNamed(ctx, username);
  await removeAccount(ctx, id, async (tx) => {
    const held = await tx.user.updateMany({ where: { id, deletedAt: null }, data: { deletedAt: null } });
    return held.count === 1;
  });
  return { id };
}
