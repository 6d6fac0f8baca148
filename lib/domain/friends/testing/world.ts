import type { Actor, Database } from "@/lib/domain/context";
import { requestFriend } from "@/lib/domain/friends";
import { pairOf } from "@/lib/domain/friends/pair";
import { newUsername } from "@/lib/domain/testing/accounts";
import { type TestContext, testContext } from "@/lib/domain/testing/context";
import { createPerson } from "@/lib/domain/testing/people";

/** Ahmed, Sara and Omar, whom no other test knows, and who do not know each other. */
export async function friendsWorld(database: Database) {
  const person = (name: string) => createPerson(database, newUsername(), { name });
  const [ahmed, sara, omar] = [await person("أحمد"), await person("سارة"), await person("عمر")];
  const ctx = testContext(database, { actor: ahmed });
  /** Ahmed asks Sara; the events so far are put aside. */
  const ask = async () => {
    const { id } = await requestFriend.execute(ctx, { user_id: sara.id });
    ctx.world.events.length = 0;
    return id;
  };
  /** the row of the two, in a list because there must never be more than one */
  const between = (one: Actor, other: Actor) => database.db.friendship.findMany({ where: pairOf(one.id, other.id) });
  return { ahmed, sara, omar, ctx, asSara: ctx.as(sara), ask, between };
}

/** `name→person` of what was published, in order. */
export function told(ctx: TestContext): string[] {
  return ctx.world.events.map(({ name, to }) => `${name}→${to}`);
}
