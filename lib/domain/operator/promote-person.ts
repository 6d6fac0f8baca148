import { refuse } from "@/lib/domain/errors";
import { type OperatorContext, personNamed } from "./person";

/**
 * Makes a person an admin, who may read what was reported (`GET /reports`).
 * @throws `not_found` (nobody_named) · `conflict` (already_admin)
 */
export async function promotePerson(ctx: OperatorContext, username: string): Promise<{ id: number }> {
  const id = await personNamed(ctx, username);
  const { count } = await ctx.transaction((tx) =>
    tx.user.updateMany({ where: { id, deletedAt: null, adminSince: null }, data: { adminSince: ctx.now() } }),
  );
  if (count === 0) throw refuse("conflict", "already_admin");
  return { id };
}

/** @throws `not_found` (nobody_named) · `conflict` (not_admin) */
export async function demotePerson(ctx: OperatorContext, username: string): Promise<{ id: number }> {
  const id = await personNamed(ctx, username);
  const { count } = await ctx.transaction((tx) =>
    tx.user.updateMany({ where: { id, adminSince: { not: null } }, data: { adminSince: null } }),
  );
  if (count === 0) throw refuse("conflict", "not_admin");
  return { id };
}
