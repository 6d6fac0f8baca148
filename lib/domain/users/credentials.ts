import type { Context, Tx } from "@/lib/domain/context";
import { refuse, refuseField } from "@/lib/domain/errors";
import { passwordMatches } from "./passwords";
import { type MeRow, meColumns } from "./present";
import type { OpenSession } from "./sessions";

/**
 * Keeps a person's row for this transaction while `passwordHash` is still theirs. So a session that is opened
 * with an old password and the change of that password cannot miss each other.
 */
export async function holdAccount(tx: Tx, userId: number, passwordHash: string): Promise<boolean> {
  const held = await tx.user.updateMany({
    where: { id: userId, passwordHash, deletedAt: null, lockedAt: null },
    data: { passwordHash },
  });
  return held.count === 1;
}

/**
 * Opens a session for whoever knows the password.
 * @throws `unauthenticated` (bad_credentials), the same and after the same work, whether the name exists or not ·
 * `forbidden` (account_locked), said to nobody but who knows the password
 */
export async function signIn(
  ctx: Pick<Context, "db" | "transaction" | "now" | "userAgent">,
  open: OpenSession,
  input: { username: string; password: string; device_name?: string },
): Promise<{ session: string; user: MeRow }> {
  const user = await ctx.db.user.findUnique({
    where: { username: input.username },
    select: { ...meColumns, passwordHash: true, lockedAt: true },
  });
  const matches = await passwordMatches(user?.passwordHash, input.password);
  if (!user || !matches) throw refuse("unauthenticated", "bad_credentials");
  if (user.lockedAt) throw refuse("forbidden", "account_locked");
  const session = await ctx.transaction(async (tx) =>
    (await holdAccount(tx, user.id, user.passwordHash))
      ? open(tx, ctx, { userId: user.id, deviceName: input.device_name })
      : null,
  );
  if (!session) throw refuse("unauthenticated", "bad_credentials");
  return { session, user };
}

/**
 * Asks a signed-in person for their password once more; answers the hash that it matched.
 * @throws `validation_failed` (password_wrong) at `field`
 */
export async function confirmPassword(
  ctx: Pick<Context, "db" | "actor">,
  field: string,
  password: string,
): Promise<string> {
  const user = await ctx.db.user.findUnique({ where: { id: ctx.actor.id }, select: { passwordHash: true } });
  const matches = await passwordMatches(user?.passwordHash, password);
  if (!user || !matches) throw refuseField(field, "password_wrong");
  return user.passwordHash;
}
