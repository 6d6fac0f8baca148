import { expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { newUsername } from "@/lib/domain/testing/accounts";
import { overtaken } from "@/lib/domain/testing/overtaken";
import { befriend, createPerson } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { getUser } from "@/lib/domain/users";
import {
  acceptRequest,
  declineRequest,
  listFriends,
  listRequests,
  removeFriend,
  requestFriend,
  withdrawRequest,
} from "./index";
import { friendsWorld, told } from "./testing/world";

onEachDatabase("friends", (database) => {
  const world = () => friendsWorld(database());

  it("begin with a request that both see, each the other in it", async () => {
    const { ahmed, sara, ctx, asSara } = await world();
    const request = await requestFriend.execute(ctx, { user_id: sara.id });
    expect(request).toMatchObject({ user: { id: sara.id, name: "سارة" }, accepted: false });
    expect(ctx.world.events.map(({ name, to, data }) => [name, to, data])).toEqual(
      expect.arrayContaining([
        ["friend.requested", [sara.id], expect.objectContaining({ id: request.id, direction: "incoming" })],
        ["friend.requested", [ahmed.id], expect.objectContaining({ id: request.id, direction: "outgoing" })],
      ]),
    );
    const seen = ctx.world.events.map(({ to, data }) => [to[0], "user" in data && data.user.id]);
    expect(seen.sort()).toEqual(
      [
        [ahmed.id, sara.id],
        [sara.id, ahmed.id],
      ].sort(),
    );
    const { accepted: _, ...listed } = request;
    expect(await listRequests.execute(ctx, {})).toEqual({ incoming: [], outgoing: [listed] });
    const hers = await listRequests.execute(asSara, {});
    expect([hers.incoming.map(({ user }) => user.id), hers.outgoing]).toEqual([[ahmed.id], []]);
    expect(await getUser.execute(ctx, { user_id: sara.id })).toMatchObject({
      relation: "request_sent",
      request_id: request.id,
    });
    expect(await getUser.execute(asSara, { user_id: ahmed.id })).toMatchObject({ relation: "request_received" });
  });

  it("are asked only by whom, and of whom, one can be", async () => {
    const { ahmed, sara, omar, ctx, ask } = await world();
    const asking = (user_id: unknown) => refused(requestFriend.execute(ctx, { user_id }));
    expect(await asking(ahmed.id)).toBe("validation_failed user_id:request_self");
    expect(await asking(2_000_000_000)).toBe("not_found");
    const gone = await createPerson(database(), newUsername(), { deletedAt: new Date() });
    expect(await asking(gone.id)).toBe("not_found");
    for (const bad of [String(sara.id), { gt: 0 }, null, 0, 1.5]) {
      expect(await asking(bad)).toMatch(/^validation_failed user_id:/);
    }
    await ask();
    expect(await asking(sara.id)).toBe("conflict request_exists");
    await befriend(database(), ahmed, omar);
    expect(await asking(omar.id)).toBe("conflict already_friends");
    expect(ctx.world.events).toEqual([]);
    expect(await refused(requestFriend.execute(ctx.asStranger(), { user_id: sara.id }))).toBe("unauthenticated");
  });

  it("come of two who ask each other, one after the other or at once", async () => {
    const one = await world();
    await one.ask();
    expect(await requestFriend.execute(one.asSara, { user_id: one.ahmed.id })).toMatchObject({ accepted: true });
    expect(told(one.ctx)).toContain(`friend.accepted→${one.ahmed.id}`);
    const { ahmed, sara, ctx, asSara, between } = await world();
    await Promise.all([
      requestFriend.execute(ctx, { user_id: sara.id }),
      requestFriend.execute(asSara, { user_id: ahmed.id }),
    ]);
    const rows = await between(ahmed, sara);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.acceptedAt).not.toBeNull();
  });

  it("leave one request when the same one is sent many times at once", async () => {
    const { ahmed, sara, ctx, between } = await world();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => refused(requestFriend.execute(ctx, { user_id: sara.id }))),
    );
    expect(answers.filter((answer) => answer === "nothing")).toHaveLength(1);
    expect(new Set(answers)).toEqual(new Set(["nothing", "conflict request_exists"]));
    expect(await between(ahmed, sara)).toHaveLength(1);
  });

  it("are made by accepting, and both lists show it, with who is there", async () => {
    const { ahmed, sara, ctx, asSara, ask } = await world();
    ctx.world.online.add(ahmed.id);
    const friend = await acceptRequest.execute(asSara, { request_id: await ask() });
    expect(friend).toMatchObject({ id: ahmed.id, online: true, since: "2026-01-25T10:00:00.000Z" });
    expect(told(ctx).sort()).toEqual(
      [
        `friend.accepted→${ahmed.id}`,
        `friend.accepted→${sara.id}`,
        `presence→${ahmed.id}`,
        `presence→${sara.id}`,
      ].sort(),
    );
    expect((await listFriends.execute(asSara, {})).items).toEqual([friend]);
    expect((await listFriends.execute(ctx, {})).items).toMatchObject([{ id: sara.id, online: false }]);
    expect(await listRequests.execute(ctx, {})).toEqual({ incoming: [], outgoing: [] });
    expect(await getUser.execute(ctx, { user_id: sara.id })).toMatchObject({ relation: "friend", request_id: null });
  });

  it("are not made by the asker, by strangers, or by a request that is no more", async () => {
    const { omar, ctx, asSara, ask } = await world();
    const request_id = await ask();
    for (const op of [acceptRequest, declineRequest]) {
      expect(await refused(op.execute(ctx, { request_id }))).toBe("not_found");
      expect(await refused(op.execute(ctx.as(omar), { request_id }))).toBe("not_found");
      expect(await refused(op.execute(ctx.asStranger(), { request_id }))).toBe("unauthenticated");
      expect(await refused(op.execute(asSara, { request_id: "1 OR 1" }))).toBe(
        "validation_failed request_id:wrong_type",
      );
    }
    expect(await refused(withdrawRequest.execute(asSara, { request_id }))).toBe("not_found");
    expect(await refused(withdrawRequest.execute(ctx.as(omar), { request_id }))).toBe("not_found");
    expect(ctx.world.events).toEqual([]);
    await acceptRequest.execute(asSara, { request_id });
    for (const [op, as] of [
      [acceptRequest, asSara],
      [declineRequest, asSara],
      [withdrawRequest, ctx],
    ] as const) {
      expect(await refused(op.execute(as, { request_id }))).toBe("conflict already_friends");
    }
  });

  it("are made once by two who accept at once", async () => {
    const { ctx, asSara, ask } = await world();
    const request_id = await ask();
    const answers = await Promise.all([1, 2].map(() => refused(acceptRequest.execute(asSara, { request_id }))));
    expect(answers.filter((answer) => answer === "nothing")).toHaveLength(1);
    expect(told(ctx).filter((line) => line.startsWith("friend.accepted"))).toHaveLength(2);
  });

  it("are not made by accepting what was withdrawn a moment before, and the other way round", async () => {
    const one = await world();
    const request_id = await one.ask();
    const withdrawing = () => withdrawRequest.execute(one.ctx, { request_id });
    const late = overtaken(one.asSara, withdrawing);
    expect(await refused(acceptRequest.execute(late, { request_id }))).toBe("not_found");
    expect(await one.between(one.ahmed, one.sara)).toEqual([]);
    const two = await world();
    const second = await two.ask();
    const outcomes = await Promise.all([
      refused(acceptRequest.execute(two.asSara, { request_id: second })),
      refused(withdrawRequest.execute(two.ctx, { request_id: second })),
    ]);
    expect(outcomes.filter((outcome) => outcome === "nothing")).toHaveLength(1);
    const left = await two.between(two.ahmed, two.sara);
    expect(left.map((row) => row.acceptedAt !== null)).toEqual(outcomes[0] === "nothing" ? [true] : []);
  });

  it.each([["decline"], ["withdraw"]])("do not come of a request after a %s, and both are told", async (verb) => {
    const { ahmed, sara, ctx, asSara, ask, between } = await world();
    const request_id = await ask();
    if (verb === "decline") await declineRequest.execute(asSara, { request_id });
    else await withdrawRequest.execute(ctx, { request_id });
    expect(ctx.world.events).toEqual(
      expect.arrayContaining([
        { name: "friend.removed", data: { user_id: sara.id, request_id }, to: [ahmed.id] },
        { name: "friend.removed", data: { user_id: ahmed.id, request_id }, to: [sara.id] },
      ]),
    );
    expect(ctx.world.events).toHaveLength(2);
    expect(await between(ahmed, sara)).toEqual([]);
    expect(await refused(requestFriend.execute(ctx, { user_id: sara.id }))).toBe("nothing");
  });

  it("end when either removes the other, once; a request is not a friendship to remove", async () => {
    const { ahmed, sara, ctx, asSara, ask } = await world();
    await ask();
    expect(await refused(removeFriend.execute(asSara, { user_id: ahmed.id }))).toBe("not_found");
    await requestFriend.execute(asSara, { user_id: ahmed.id });
    ctx.world.events.length = 0;
    const answers = await Promise.all([
      refused(removeFriend.execute(ctx, { user_id: sara.id })),
      refused(removeFriend.execute(asSara, { user_id: ahmed.id })),
    ]);
    expect(answers.sort()).toEqual(["not_found", "nothing"]);
    expect(told(ctx).sort()).toEqual([`friend.removed→${ahmed.id}`, `friend.removed→${sara.id}`].sort());
    expect((await listFriends.execute(ctx, {})).items).toEqual([]);
  });

  it("are listed by name however it is spelt, whole or by page", async () => {
    const { ahmed, ctx } = await world();
    const names = ["ياسر", "أحمد", "Zed", "إيمان", "anna", "آدم"];
    for (const name of names) {
      await befriend(database(), ahmed, await createPerson(database(), newUsername(), { name }));
    }
    const whole = (await listFriends.execute(ctx, {})).items.map(({ name }) => name);
    expect(whole).toEqual(["anna", "Zed", "أحمد", "آدم", "إيمان", "ياسر"]);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listFriends.execute(ctx, { limit: 2, cursor });
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items.map(({ name }) => name));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(paged).toEqual(whole);
    expect(await refused(listFriends.execute(ctx, { cursor: "x" }))).toBe("validation_failed cursor:invalid_value");
    expect(await refused(listFriends.execute(ctx, { limit: 101 }))).toBe("validation_failed limit:invalid_value");
  });
});
