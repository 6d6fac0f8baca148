import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { acceptCall, startCall } from "./calls";
import { acceptConversation, sendMessage, startConversation } from "./chat";
import { onEachDatabase } from "./chat/testing/databases";
import { isOperationError } from "./errors";
import { operations } from "./operations";
import { type TestContext, testContext } from "./testing/context";
import { hostileInput, hostileValue, sampleOf } from "./testing/hostile";
import { createPerson } from "./testing/people";
import { hashPassword } from "./users/passwords";

// Inputs that get as far as the password would each cost a hash; what they hold is the same text.
const cheap = operations.filter((op) => !/password|delete|login|register|signIn/i.test(op.name));
const costly = operations.filter((op) => !cheap.includes(op));

onEachDatabase("hostile input", (database) => {
  let ctx: TestContext;
  const real: Record<string, unknown> = {};
  beforeAll(async () => {
    const me = await createPerson(database(), `u${randomUUID().slice(0, 12)}`);
    const other = await createPerson(database(), `u${randomUUID().slice(0, 12)}`);
    const passwordHash = await hashPassword("correct horse");
    await database().transaction((tx) => tx.user.update({ where: { id: me.id }, data: { passwordHash } }));
    const mine = testContext(database(), { actor: me });
    const { conversation_id } = await startConversation.execute(mine, { user_id: other.id });
    const { id: message_id } = await sendMessage.execute(mine, { conversation_id, message: "hello" });
    await acceptConversation.execute(mine.as(other), { conversation_id });
    const call = await startCall.execute(mine, { conversation_id, device_id: "device-mine" });
    await acceptCall.execute(mine.as(other), { call_id: call.id, device_id: "device-other" });
    Object.assign(real, { conversation_id, user_id: other.id, call_id: call.id, device_id: "device-mine" });
    Object.assign(real, { message_id, emoji: "👍", message: "hello", for: "me", reason: "spam", draft: "half" });
    Object.assign(real, { username: "nobody", name: "Nobody", password: "wrong horse", signal: { generation: 1 } });
    ctx = mine;
  });

  /** What is neither an answer nor a refusal: the door would have to call it a failure of ours. */
  async function brokenBy(op: (typeof operations)[number], inputs: unknown[]): Promise<string[]> {
    const broken: string[] = [];
    for (const input of inputs) {
      await op.execute(ctx, input).catch((error: unknown) => {
        if (!isOperationError(error)) broken.push(`${say(input)}: ${String(error)}`);
      });
    }
    return broken;
  }

  it.each(cheap.map((op) => [op.name, op] as const))("is answered or refused by %s", async (_, op) => {
    expect(await brokenBy(op, sampleOf(hostileInput(op, real), 40))).toEqual([]);
    expect(await brokenBy(op, sampleOf(hostileValue, 8))).toEqual([]);
  });

  it.each(costly.map((op) => [op.name, op] as const))("is answered or refused by %s", async (_, op) => {
    expect(await brokenBy(op, sampleOf(hostileInput(op, real), 10))).toEqual([]);
  });
});

function say(input: unknown): string {
  return JSON.stringify(input).slice(0, 200);
}
