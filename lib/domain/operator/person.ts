import type { Actor, Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";

/** The operator works as nobody in particular: there is no actor. */
export type OperatorContext = Context<Actor | null>;

/** The id of whoever has this username. @throws `not_found` (nobody_named) */
export async function personNamed({ db }: Pick<OperatorContext, "db">, username: string): Promise<number> {
  const person = await db.user.findFirst({
    where: { username: username.trim().toLowerCase(), deletedAt: null },
    select: { id: true },
  });
  if (!person) throw refuse("not_found", "nobody_named", { username });
  return person.id;
}
