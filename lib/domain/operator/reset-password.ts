import { Password } from "@/lib/contracts/users";
import { OperationError, refuse } from "@/lib/domain/errors";
import { fieldReasons } from "@/lib/domain/field-reasons";
import { announceRevoked, deleteSessions } from "@/lib/domain/users/end-sessions";
import { hashPassword } from "@/lib/domain/users/passwords";
import { type OperatorContext, personNamed } from "./person";

/**
 * Gives a person another password; all their sessions end, as after a change of their own. Answers whose it is, and
 * how many sessions ended.
 * @throws `not_found` (nobody_named) · `validation_failed` (password)
 */
export async function resetPassword(
  ctx: OperatorContext,
  username: string,
  password: string,
): Promise<{ id: number; sessions: number }> {
  const parsed = Password.safeParse(password, { reportInput: true });
  if (!parsed.success) {
    throw new OperationError("validation_failed", { fields: { password: fieldReasons(parsed.error).body ?? [] } });
  }
  const id = await personNamed(ctx, username);
  const passwordHash = await hashPassword(password);
  const ended = await ctx.transaction(async (tx) => {
    const { count } = await tx.user.updateMany({ where: { id, deletedAt: null }, data: { passwordHash } });
    return count === 1 ? deleteSessions(tx, id) : null;
  });
  if (!ended) throw refuse("conflict");
  announceRevoked(ctx, id, ended);
  return { id, sessions: ended.length };
}
