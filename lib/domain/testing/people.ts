import { randomUUID } from "node:crypto";
import type { Actor, Database } from "@/lib/domain/context";
import { pairOf } from "@/lib/domain/friends/pair";
import { searchTextOf } from "@/lib/text/fold";

/** Puts a person with one session into the database; answers them as the actor of a context. They have no password. */
export async function createPerson(
  database: Database,
  username: string,
  more: { name?: string; searchText?: string; hidePresence?: boolean; deletedAt?: Date } = {},
): Promise<Actor> {
  const name = more.name ?? username;
  return database.transaction(async (tx) => {
    const user = await tx.user.create({
      data: { username, name, searchText: searchTextOf(name, username), passwordHash: "none", ...more },
    });
    const session = await tx.session.create({
      data: { id: randomUUID(), userId: user.id, kind: "web", name: "Test" },
    });
    return { id: user.id, sessionId: session.id };
  });
}

/** Makes two people friends; answers the id of the friendship. */
export async function befriend(database: Database, one: Actor, other: Actor): Promise<number> {
  const friendship = await database.transaction((tx) =>
    tx.friendship.create({
      data: { ...pairOf(one.id, other.id), requesterId: one.id, acceptedAt: new Date("2026-01-01T00:00:00.000Z") },
    }),
  );
  return friendship.id;
}

/** Lets one person block another. */
export async function block(database: Database, blocker: Actor, blocked: Actor): Promise<void> {
  await database.transaction((tx) => tx.block.create({ data: { blockerId: blocker.id, blockedId: blocked.id } }));
}
