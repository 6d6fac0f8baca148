import { expect, it } from "vitest";
import { startCall } from "@/lib/domain/calls";
import { acceptRequest, requestFriend } from "@/lib/domain/friends";
import { befriend } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { updateMe } from "@/lib/domain/users";
import {
  acceptConversation,
  clearConversation,
  getConversation,
  listConversations,
  listMessages,
  markDelivered,
  markRead,
  reactToMessage,
  setTyping,
  startConversation,
  updateConversation,
} from "./index";
import { onEachDatabase } from "./testing/databases";
import { saying, world } from "./testing/world";

onEachDatabase("message requests", (database) => {
  /** Ahmed, whom Sara does not know, has written to her. */
  async function asked() {
    const w = await world(database(), { accepted: false });
    const conversation = { conversation_id: w.conversation_id };
    await saying(w.ctx.as(w.ahmed), w.conversation_id)("Salam");
    w.ctx.world.events.length = 0;
    return { ...w, conversation, asAhmed: w.ctx.as(w.ahmed), asSara: w.ctx.as(w.sara) };
  }

  it("are what a stranger's first message is for who gets it, and not for who sends it", async () => {
    const { conversation, asAhmed, asSara } = await asked();
    expect(await getConversation.execute(asSara, conversation)).toMatchObject({
      request: true,
      asking: false,
      unread_count: 1,
    });
    expect(await getConversation.execute(asAhmed, conversation)).toMatchObject({ request: false, asking: true });
    await acceptConversation.execute(asSara, conversation);
    expect(await getConversation.execute(asAhmed, conversation)).toMatchObject({ request: false, asking: false });
  });

  it("give no receipt and no sign of typing, and let no call through", async () => {
    const { ctx, conversation, asAhmed, asSara } = await asked();
    await markDelivered.execute(asSara, conversation);
    await markRead.execute(asSara, conversation);
    await listMessages.execute(asSara, { ...conversation, peek: true });
    await setTyping.execute(asSara, conversation);
    await setTyping.execute(asAhmed, conversation);
    expect(ctx.world.events).toEqual([]);
    expect(await getConversation.execute(asAhmed, conversation)).toMatchObject({
      other_read_seq: 0,
      other_delivered_seq: 0,
    });
    const call = startCall.execute(asAhmed, { ...conversation, device_id: "ahmed-tab" });
    expect(await refused(call)).toBe("forbidden not_accepted");
  });

  it("let nobody react: not who asks, and not who is asked, who would say so that they have looked", async () => {
    const { ctx, conversation, asAhmed, asSara } = await asked();
    const [message] = (await listMessages.execute(asAhmed, { ...conversation, peek: true })).items;
    const react = (who: typeof asAhmed) => reactToMessage.execute(who, { message_id: message?.id, emoji: "👍" });
    for (const who of [asAhmed, asSara]) expect(await refused(react(who))).toBe("forbidden request_open");
    expect(ctx.world.events).toEqual([]);
    await acceptConversation.execute(asSara, conversation);
    expect(await react(asSara)).toMatchObject({ reactions: [{ emoji: "👍" }] });
  });

  it("are read by a client that knows the seed's four calls only, which has no other way", async () => {
    const { conversation, asAhmed, asSara } = await asked();
    await listMessages.execute(asSara, conversation);
    const seen = await listMessages.execute(asAhmed, { ...conversation, peek: true });
    expect(seen.items).toMatchObject([{ is_read: true }]);
  });

  it("end when they are accepted, once and on all devices of who accepts", async () => {
    const { ctx, sara, conversation, asAhmed, asSara } = await asked();
    const accepted = await acceptConversation.execute(asSara, conversation);
    expect(accepted).toMatchObject({ ...conversation, request: false });
    expect(ctx.world.events).toEqual([{ name: "conversation.changed", data: accepted, to: [sara.id] }]);
    await markRead.execute(asSara, conversation);
    expect(await getConversation.execute(asAhmed, conversation)).toMatchObject({ other_read_seq: 1 });
    expect(await startCall.execute(asAhmed, { ...conversation, device_id: "ahmed-tab" })).toMatchObject({
      status: "ringing",
    });
  });

  it("end with an answer, and with friendship, before or after the first message", async () => {
    const answered = await asked();
    await saying(answered.asSara, answered.conversation_id)("Hello");
    expect(await getConversation.execute(answered.asSara, answered.conversation)).toMatchObject({ request: false });

    const befriended = await asked();
    const { id } = await requestFriend.execute(befriended.asAhmed, { user_id: befriended.sara.id });
    await acceptRequest.execute(befriended.asSara, { request_id: id });
    expect(await getConversation.execute(befriended.asSara, befriended.conversation)).toMatchObject({ request: false });

    const friends = await world(database(), { start: false });
    await befriend(database(), friends.ahmed, friends.sara);
    const started = await startConversation.execute(friends.ctx.as(friends.ahmed), { user_id: friends.sara.id });
    await saying(friends.ctx.as(friends.ahmed), started.conversation_id)("Salam");
    expect(await getConversation.execute(friends.ctx.as(friends.sara), started)).toMatchObject({ request: false });
  });

  it("ask again with the next message after they were deleted", async () => {
    const { ctx, ahmed, sara, conversation, conversation_id, asAhmed, asSara } = await asked();
    const cleared = await clearConversation.execute(asSara, conversation);
    expect(ctx.world.events).toEqual([{ name: "conversation.changed", data: cleared, to: [sara.id] }]);
    const listed = async (who = sara) => (await listConversations.execute(ctx.as(who), {})).items;
    expect(await listed()).toEqual([]);
    expect(await listed(ahmed)).toHaveLength(1);
    await saying(asAhmed, conversation_id)("Are you there?");
    expect(await listed()).toMatchObject([{ request: true, unread_count: 1, cleared_seq: 1 }]);
    const { items } = await listMessages.execute(asSara, { ...conversation, peek: true });
    expect(items.map((message) => message.message)).toEqual(["Are you there?"]);
  });
});

onEachDatabase("a conversation's settings", (database) => {
  it("are each person's own, told to their devices alone, and stay where nothing is said of them", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    const update = (input: object) => updateConversation.execute(ctx.as(sara), { conversation_id, ...input });
    const pinned = await update({ pinned: true });
    expect(ctx.world.events).toEqual([{ name: "conversation.changed", data: pinned, to: [sara.id] }]);
    expect(await update({ draft: "I was" })).toMatchObject({ pinned: true, draft: "I was", archived: false });
    expect(await update({ draft: "" })).toMatchObject({ pinned: true, draft: "", draft_at: null });
    const others = await getConversation.execute(ctx.as(ahmed), { conversation_id });
    expect(others).toMatchObject({ pinned: false, draft: "" });
  });

  it("bring an archived conversation back with the next message, unless it is muted", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    const update = (input: object) => updateConversation.execute(ctx.as(sara), { conversation_id, ...input });
    const say = saying(ctx.as(ahmed), conversation_id);
    const now = () => getConversation.execute(ctx.as(sara), { conversation_id });
    await say("one");
    expect(await update({ archived: true })).toMatchObject({ archived: true });
    ctx.world.clock.advance(1000);
    await say("two");
    expect(await now()).toMatchObject({ archived: false });
    const muted_until = new Date(ctx.now().getTime() + 60_000).toISOString();
    expect(await update({ archived: true, muted_until })).toMatchObject({ archived: true, muted_until });
    ctx.world.clock.advance(1000);
    await say("three");
    expect(await now()).toMatchObject({ archived: true });
    ctx.world.clock.advance(60_000);
    expect(await now()).toMatchObject({ archived: false, muted_until: null });
  });

  it("refuse what is no time, no truth and no text", async () => {
    const { ctx, sara, conversation_id } = await world(database());
    for (const bad of [
      { muted_until: "tomorrow" },
      { pinned: "yes" },
      { archived: 1 },
      { draft: "a".repeat(10_001) },
    ]) {
      const update = updateConversation.execute(ctx.as(sara), { conversation_id, ...bad });
      expect(await refused(update)).toMatch(/^validation_failed/);
    }
  });
});

onEachDatabase("hidden receipts", (database) => {
  it("keep from both what either has read, in answers and in events", async () => {
    for (const who of ["ahmed", "sara"] as const) {
      const w = await world(database());
      const conversation = { conversation_id: w.conversation_id };
      await updateMe.execute(w.ctx.as(w[who]), { hide_receipts: true });
      await saying(w.ctx.as(w.ahmed), w.conversation_id)("one");
      w.ctx.world.events.length = 0;
      await markRead.execute(w.ctx.as(w.sara), conversation);
      expect(w.ctx.world.events).toMatchObject([{ name: "conversation.read", to: [w.sara.id] }]);
      expect(w.ctx.world.events[0]).not.toHaveProperty("conversation_id");
      expect(await getConversation.execute(w.ctx.as(w.ahmed), conversation)).toMatchObject({ other_read_seq: 0 });
      expect(await getConversation.execute(w.ctx.as(w.sara), conversation)).toMatchObject({ unread_count: 0 });
      const list = async (person: typeof w.sara) =>
        (await listMessages.execute(w.ctx.as(person), { ...conversation, peek: true })).items;
      expect(await list(w.ahmed)).toMatchObject([{ is_read: false }]);
      expect(await list(w.sara)).toMatchObject([{ is_read: true }]);
      // An answer says nothing of what was read before it.
      await saying(w.ctx.as(w.ahmed), w.conversation_id)("two");
      w.ctx.world.events.length = 0;
      await saying(w.ctx.as(w.sara), w.conversation_id)("three");
      expect(w.ctx.world.events.filter((event) => event.name === "conversation.read")).toMatchObject([
        { to: [w.sara.id] },
      ]);
    }
  });
});
