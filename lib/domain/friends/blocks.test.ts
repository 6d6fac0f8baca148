import { expect, it } from "vitest";
import { startCall } from "@/lib/domain/calls";
import { startConversation } from "@/lib/domain/chat";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { befriend, block } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { getUser } from "@/lib/domain/users";
import { blockUser, listBlocks, requestFriend, unblockUser } from "./index";
import { friendsWorld, told } from "./testing/world";

onEachDatabase("blocks", (database) => {
  const world = () => friendsWorld(database());

  it("end friendships and requests; only the blocker is told of that", async () => {
    for (const isFriend of [true, false]) {
      const { ahmed, sara, ctx, asSara, ask, between } = await world();
      const id = isFriend ? await befriend(database(), ahmed, sara) : await ask();
      await blockUser.execute(asSara, { user_id: ahmed.id });
      expect(await between(ahmed, sara)).toEqual([]);
      expect(ctx.world.events).toEqual(
        expect.arrayContaining([
          { name: "block.changed", data: { user_id: ahmed.id, blocked: true }, to: [sara.id] },
          { name: "friend.removed", data: { user_id: sara.id, request_id: id }, to: [ahmed.id] },
          { name: "friend.removed", data: { user_id: ahmed.id, request_id: id }, to: [sara.id] },
        ]),
      );
      expect(ctx.world.events).toHaveLength(3);
    }
  });

  it("keep people from asking: the blocked find nobody, the blocker hears why", async () => {
    const { ahmed, sara, ctx, asSara } = await world();
    await blockUser.execute(asSara, { user_id: ahmed.id });
    expect(told(ctx)).toEqual([`block.changed→${sara.id}`]);
    expect(await refused(requestFriend.execute(ctx, { user_id: sara.id }))).toBe("not_found");
    expect(await refused(requestFriend.execute(asSara, { user_id: ahmed.id }))).toBe("conflict blocked_by_me");
    expect(await refused(getUser.execute(ctx, { user_id: sara.id }))).toBe("not_found");
    expect(await getUser.execute(asSara, { user_id: ahmed.id })).toMatchObject({ relation: "blocked", online: false });
    await block(database(), ahmed, sara);
    expect(await refused(requestFriend.execute(asSara, { user_id: ahmed.id }))).toBe("conflict blocked_by_me");
  });

  it("are made and lifted as often as one likes, and listed", async () => {
    const { ahmed, sara, omar, ctx } = await world();
    await blockUser.execute(ctx, { user_id: sara.id });
    await Promise.all([1, 2, 3].map(() => blockUser.execute(ctx, { user_id: omar.id })));
    const listed = (await listBlocks.execute(ctx, {})).items;
    expect(listed.map(({ name }) => name)).toEqual(["سارة", "عمر"]);
    expect((await listBlocks.execute(ctx.as(sara), {})).items).toEqual([]);
    ctx.world.events.length = 0;
    await unblockUser.execute(ctx, { user_id: sara.id });
    await unblockUser.execute(ctx, { user_id: sara.id });
    expect(ctx.world.events).toEqual([
      { name: "block.changed", data: { user_id: sara.id, blocked: false }, to: [ahmed.id] },
    ]);
    expect(await refused(requestFriend.execute(ctx, { user_id: sara.id }))).toBe("nothing");
    expect(await refused(blockUser.execute(ctx, { user_id: ahmed.id }))).toBe("validation_failed user_id:request_self");
    expect(await refused(blockUser.execute(ctx, { user_id: 2_000_000_000 }))).toBe("not_found");
    expect(await refused(blockUser.execute(ctx.asStranger(), { user_id: sara.id }))).toBe("unauthenticated");
  });

  it("never stand beside a request, however the two race", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { ahmed, sara, ctx, asSara, between } = await world();
      await Promise.all([
        refused(requestFriend.execute(ctx, { user_id: sara.id })),
        blockUser.execute(asSara, { user_id: ahmed.id }),
        refused(requestFriend.execute(ctx, { user_id: sara.id })),
      ]);
      expect(await between(ahmed, sara)).toEqual([]);
    }
  });

  it("end a call that rings between the two", async () => {
    const { ahmed, sara, ctx, asSara } = await world();
    await befriend(database(), ahmed, sara);
    const { conversation_id } = await startConversation.execute(ctx, { user_id: sara.id });
    const call = await startCall.execute(ctx, { conversation_id, device_id: "ahmed-tab-1" });
    await blockUser.execute(asSara, { user_id: ahmed.id });
    expect(await database().db.call.findUnique({ where: { id: call.id } })).toMatchObject({ status: "ended" });
    expect(await database().db.liveCall.count({ where: { callId: call.id } })).toBe(0);
  });
});
