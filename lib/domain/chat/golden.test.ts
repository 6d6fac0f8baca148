import { expect, it } from "vitest";
import { listConversations, listMessages, sendMessage, startConversation } from "./index";
import { onEachDatabase } from "./testing/databases";
import { world } from "./testing/world";

// The four calls of SEEDS.md B: its fields exactly, in its formats; further fields may stand beside them.
onEachDatabase("the seed's four calls", (database) => {
  it("answer what a client of the seed expects", async () => {
    const { ctx, ahmed, sara } = await world(database(), { start: false });
    await database().transaction((tx) => tx.user.update({ where: { id: ahmed.id }, data: { avatarKey: "a1b2.webp" } }));
    const other_user = { id: ahmed.id, name: "أحمد محمد", avatar: "https://nida.test/api/avatars/a1b2.webp" };

    const started = await startConversation.execute(ctx.as(sara), { user_id: ahmed.id });
    expect(started).toEqual({ conversation_id: expect.any(Number) });
    const id = started.conversation_id;

    const message = "مرحباً، كيف حالك؟";
    const sent = await sendMessage.execute(ctx.as(ahmed), { conversation_id: id, message, type: "text" });
    const seed = { id: sent.id, sender_id: ahmed.id, message, type: "text", created_at: "2026-01-25T10:00:00.000Z" };
    expect(sent).toMatchObject(seed);
    const event = { ...seed, conversation_id: id, sender: other_user };
    expect(ctx.world.events.map(({ name, data }) => ({ name, data }))).toMatchObject([
      { name: "message.sent", data: event },
    ]);

    const words = { locale: "ar" as const, ago: () => "منذ 5 دقائق" };
    const list = await listConversations.execute({ ...ctx.as(sara), words }, {});
    expect(list.items).toMatchObject([
      {
        id,
        other_user,
        latest_message: { message, created_at: "منذ 5 دقائق" },
        unread_count: 1,
        updated_at: "2026-01-25T10:00:00.000Z",
      },
    ]);

    const messages = await listMessages.execute(ctx.as(sara), { conversation_id: id });
    expect(messages.items).toEqual([
      {
        ...seed,
        is_read: true,
        sender: other_user,
        conversation_id: id,
        seq: 1,
        rev: 1,
        client_id: sent.client_id,
        attachment: null,
        reply_to: null,
        reactions: [],
        forwarded: false,
        edited_at: null,
        deleted_at: null,
        call: null,
      },
    ]);
    expect((await listConversations.execute(ctx.as(sara), {})).items).toMatchObject([{ id, unread_count: 0 }]);
    const seen = await listMessages.execute(ctx.as(ahmed), { conversation_id: id, peek: true });
    expect(seen.items).toMatchObject([{ id: sent.id, is_read: true }]);
  });
});
