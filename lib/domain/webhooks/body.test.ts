import { beforeEach, expect, it } from "vitest";
import { webhookBodies } from "@/lib/contracts/webhooks";
import { cancelCall, startCall } from "@/lib/domain/calls";
import { deleteMessage, editMessage } from "@/lib/domain/chat";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { newUsername } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { deleteMe, register } from "@/lib/domain/users";
import { webhookBody } from "./body";
import { putOffDelivery, takeDeliveries } from "./deliveries";
import { forgetAll, here, told, waiting } from "./testing/world";

onEachDatabase("what a webhook says", (database) => {
  beforeEach(() => forgetAll(database()));

  const bodies = async (ctx: Parameters<typeof webhookBody>[0]) =>
    Promise.all((await takeDeliveries(database(), all)).map((delivery) => webhookBody(ctx, delivery)));
  const all = { endpoint: here, now: new Date("2100-01-01"), until: new Date("2100-01-02"), most: 10, after: "" };

  it("is the event as its channel carried it, with whom it concerns", async () => {
    const { ctx, ahmed, sara, say } = await told(database());
    ctx.world.events.length = 0;
    await say("مرحباً");
    const [event] = ctx.world.events;
    const [body] = await bodies(ctx);
    expect(body).toEqual({
      type: "message.sent",
      timestamp: "2026-01-25T10:00:00.000Z",
      user_ids: [ahmed.id, sara.id],
      data: event?.data,
    });
    expect(webhookBodies["message.sent"].parse(body)).toEqual(body);
  });

  it("is a call's end with its reason", async () => {
    const { ctx, ahmed, sara, conversation_id } = await told(database());
    const call = await startCall.execute(ctx, { conversation_id, device_id: "ahmed-phone" });
    const ended = await cancelCall.execute(ctx, { call_id: call.id, device_id: "ahmed-phone" });
    const [body] = await bodies(ctx);
    expect(body).toMatchObject({ user_ids: [ahmed.id, sara.id], data: { call: ended }, timestamp: ended.ended_at });
    expect(webhookBodies["call.ended"].parse(body)).toEqual(body);
  });

  it("is as it is now: an edit is told, what is deleted for everyone is not", async () => {
    const { ctx, say } = await told(database());
    const { id } = await say("first words");
    await editMessage.execute(ctx, { message_id: id, message: "better words" });
    const [{ id: row } = { id: 0 }] = await waiting(database());
    expect(await bodies(ctx)).toMatchObject([{ data: { message: "better words" } }]);
    await deleteMessage.execute(ctx, { message_id: id, for: "everyone" });
    await putOffDelivery(database(), row, new Date(0));
    expect(await bodies(ctx)).toMatchObject([{ data: { message: "", deleted_at: expect.any(String) } }]);
  });

  it("is nothing of an account that is gone", async () => {
    const stranger = testContext(database(), { actor: null, webhookUrls: [here] });
    const who = { name: "سارة", username: newUsername(), password: "correct horse" };
    const { user } = await register.execute(stranger, who);
    const body = () => webhookBody(stranger, { type: "user.created", subject: String(user.id) });
    const { id, name, username, avatar } = user;
    expect(webhookBodies["user.created"].parse(await body())).toMatchObject({ data: { id, name, username, avatar } });
    const [session] = await database().db.session.findMany({ where: { userId: id } });
    await deleteMe.execute(stranger.as({ id, sessionId: session?.id ?? "" }), { password: who.password });
    expect(await body()).toBeNull();
  });
});
