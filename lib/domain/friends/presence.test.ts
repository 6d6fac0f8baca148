import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/domain/context";
import { newUsername } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { befriend, createPerson } from "@/lib/domain/testing/people";
import { updateMe } from "@/lib/domain/users";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { blockUser, listFriends, removeFriend, requestFriend } from "./index";
import { audienceOf, personSeen, presenceOf } from "./presence";

let database: ScratchDatabase;
beforeAll(async () => {
  database = await scratchSqlite();
});
afterAll(() => database.close());

async function world() {
  const [ahmed, sara] = [await createPerson(database, newUsername()), await createPerson(database, newUsername())];
  const ctx = testContext(database, { actor: ahmed });
  const asSara = ctx.as(sara);
  ctx.world.online.add(ahmed.id).add(sara.id);
  const sees = async (viewer: Actor, other: Actor) => (await presenceOf(ctx.as(viewer), [other.id])).get(other.id);
  return { ahmed, sara, ctx, asSara, sees };
}
const away = { online: false, last_seen_at: null };

describe("who is there", () => {
  it("is known to friends and oneself, and to nobody else", async () => {
    const { ahmed, sara, sees, ctx } = await world();
    expect(await sees(sara, ahmed)).toEqual(away);
    await requestFriend.execute(ctx, { user_id: sara.id });
    expect(await sees(sara, ahmed)).toEqual(away);
    await requestFriend.execute(ctx.as(sara), { user_id: ahmed.id });
    expect([await sees(sara, ahmed), await sees(ahmed, sara)]).toEqual([
      { online: true, last_seen_at: null },
      { online: true, last_seen_at: null },
    ]);
    expect(await sees(ahmed, ahmed)).toMatchObject({ online: true });
    await removeFriend.execute(ctx, { user_id: sara.id });
    expect(await sees(sara, ahmed)).toEqual(away);
  });

  it("has an answer for every id, known or not", async () => {
    const { ahmed, ctx } = await world();
    expect([...(await presenceOf(ctx, [ahmed.id, 2_000_000_000])).keys()]).toEqual([ahmed.id, 2_000_000_000]);
    expect(await presenceOf(ctx, [])).toEqual(new Map());
  });

  it.each([["hides"], ["looks"]])("stays unknown between friends when the one who %s hides", async (who) => {
    const { ahmed, sara, ctx, asSara, sees } = await world();
    await befriend(database, ahmed, sara);
    await updateMe.execute(who === "hides" ? ctx : asSara, { hide_presence: true });
    expect(await sees(sara, ahmed)).toEqual(away);
    expect(await sees(ahmed, sara)).toEqual(away);
    expect((await listFriends.execute(asSara, {})).items).toMatchObject([{ id: ahmed.id, ...away }]);
    expect([await audienceOf(database.hot.read, ahmed.id), await audienceOf(database.hot.read, sara.id)]).toEqual([
      [],
      [],
    ]);
  });

  it("is told to friends as they come and go, and the time is kept", async () => {
    const { ahmed, sara, ctx, sees } = await world();
    await befriend(database, ahmed, sara);
    await personSeen(ctx, ahmed.id);
    ctx.world.clock.advance(60_000);
    ctx.world.online.delete(ahmed.id);
    await personSeen(ctx, ahmed.id);
    expect(ctx.world.events).toEqual([
      {
        name: "presence",
        data: { user_id: ahmed.id, online: true, last_seen_at: "2026-01-25T10:00:00.000Z" },
        to: [sara.id],
      },
      {
        name: "presence",
        data: { user_id: ahmed.id, online: false, last_seen_at: "2026-01-25T10:01:00.000Z" },
        to: [sara.id],
      },
    ]);
    expect(await sees(sara, ahmed)).toEqual({ online: false, last_seen_at: "2026-01-25T10:01:00.000Z" });
  });

  it("is told as it is by the time it is told", async () => {
    const { ahmed, sara, ctx } = await world();
    await befriend(database, ahmed, sara);
    ctx.world.online.delete(ahmed.id);
    const went = personSeen(ctx, ahmed.id);
    ctx.world.online.add(ahmed.id);
    await went;
    expect(ctx.world.events).toMatchObject([{ data: { user_id: ahmed.id, online: true } }]);
  });

  it("is told to nobody when one hides, is blocked, has no friends or is deleted", async () => {
    const { ahmed, sara, ctx, asSara } = await world();
    await personSeen(ctx, ahmed.id);
    await befriend(database, ahmed, sara);
    await blockUser.execute(asSara, { user_id: ahmed.id });
    ctx.world.events.length = 0;
    await personSeen(ctx, ahmed.id);
    const gone = await createPerson(database, newUsername(), { deletedAt: new Date() });
    await personSeen(ctx, gone.id);
    expect(ctx.world.events).toEqual([]);
    expect(await database.db.user.findUnique({ where: { id: gone.id } })).toMatchObject({ lastSeenAt: null });
  });

  it("goes dark for friends the moment one hides, and comes back as it is", async () => {
    const { ahmed, sara, ctx } = await world();
    await befriend(database, ahmed, sara);
    await personSeen(ctx, ahmed.id);
    ctx.world.events.length = 0;
    for (const hide_presence of [true, true, false]) await updateMe.execute(ctx, { hide_presence });
    expect(ctx.world.events.filter((event) => event.name === "presence")).toEqual([
      { name: "presence", data: { user_id: ahmed.id, ...away }, to: [sara.id] },
      {
        name: "presence",
        data: { user_id: ahmed.id, online: true, last_seen_at: "2026-01-25T10:00:00.000Z" },
        to: [sara.id],
      },
    ]);
  });
});
