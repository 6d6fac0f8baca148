import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { cancelCall, startCall } from "@/lib/domain/calls";
import { forwardMessage, sendMessage } from "@/lib/domain/chat";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import type { Sql } from "@/lib/domain/context";
import { newUsername } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { block } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { register } from "@/lib/domain/users";
import { forgetAll, here, there, told, waiting } from "./testing/world";

onEachDatabase("what webhooks will tell", (database) => {
  const noted = async () => (await waiting(database())).map(({ type, subject }) => `${type} ${subject}`);
  beforeEach(() => forgetAll(database()));

  it("is each message, forwarded ones and the lines of calls too, and each call that ends", async () => {
    const { ctx, conversation_id, say } = await told(database());
    const { id } = await say("مرحباً");
    const copy = await forwardMessage.execute(ctx, { message_id: id, conversation_id });
    const call = await startCall.execute(ctx, { conversation_id, device_id: "ahmed-phone" });
    await cancelCall.execute(ctx, { call_id: call.id, device_id: "ahmed-phone" });
    const line = expect.stringMatching(/^message\.sent \d+$/);
    expect(await noted()).toEqual([`message.sent ${id}`, `message.sent ${copy.id}`, `call.ended ${call.id}`, line]);
    expect(new Set((await waiting(database())).map(({ lane }) => lane))).toEqual(
      new Set([`conversation.${conversation_id}`]),
    );
  });

  it("is each account, and none that could not be made", async () => {
    const ctx = testContext(database(), { actor: null, webhookUrls: [here] });
    const who = { name: "سارة", username: newUsername(), password: "correct horse" };
    const { user } = await register.execute(ctx, who);
    const rivals = await Promise.all([1, 2, 3].map(() => refused(register.execute(ctx, who))));
    expect(rivals).toEqual(rivals.map(() => "conflict username_taken username:username_taken"));
    expect(await noted()).toEqual([`user.created ${user.id}`]);
  });

  it("is what was stored and nothing else: once for one client_id, not for what is refused", async () => {
    const { ahmed, sara, say } = await told(database());
    const client_id = randomUUID();
    const sent = await Promise.all(Array.from({ length: 20 }, () => say("once", client_id)));
    await block(database(), sara, ahmed);
    expect(await refused(say("blocked"))).toBe("forbidden unreachable");
    expect(await noted()).toEqual([`message.sent ${sent[0]?.id}`]);
  });

  it("is kept or lost together with what it tells of", async () => {
    const { ctx, conversation_id } = await told(database());
    const failing = (at: "before" | "after") => ({
      ...ctx,
      hot: {
        ...ctx.hot,
        transaction: <T>(work: (sql: Sql) => Promise<T>) =>
          ctx.hot.transaction(async (sql) => {
            const refusing: Sql = {
              async all(statement, ...values) {
                if (at === "before" && statement.text.includes("INSERT INTO webhook_deliveries")) throw new Error("no");
                return sql.all(statement, ...values);
              },
            };
            await work(refusing);
            throw new Error("no");
          }),
      },
    });
    for (const at of ["before", "after"] as const) {
      await expect(sendMessage.execute(failing(at), { conversation_id, message: at })).rejects.toThrow("no");
    }
    expect(await waiting(database())).toEqual([]);
    expect(await database().db.message.count({ where: { conversationId: conversation_id } })).toBe(0);
  });

  it("goes to every endpoint under one id, and is nothing without endpoints", async () => {
    const { say } = await told(database(), [here, there]);
    await say("two");
    const [one, other] = await waiting(database());
    expect([one?.endpoint, other?.endpoint]).toEqual([here, there]);
    expect(one?.eventId).toBe(other?.eventId);
    await (await told(database(), [])).say("none");
    expect(await waiting(database())).toHaveLength(2);
  });
});
