import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { newUsername, password } from "@/lib/domain/testing/accounts";
import { documentFor } from "@/lib/server/openapi/document";
import { documentValidator } from "@/lib/server/openapi/testing/validator";
import { twoMobiles } from "@/lib/server/realtime/pusher-protocol/testing/nida";
import { type ScratchDatabase, scratchDatabases } from "@/lib/server/testing/databases";
import { startNode, type TestNode } from "@/lib/server/testing/nodes";
import { openReceiver, type Receiver, secret } from "./testing/receiver";

const eventually = <T>(what: () => T) => expect.poll(what, { timeout: 30_000, interval: 50 });

describe.each(scratchDatabases())("a server that is killed before it could tell, on %s", (_, openScratch) => {
  let database: ScratchDatabase;
  let receiver: Receiver;
  let node: TestNode | undefined;
  beforeAll(async () => {
    [database, receiver] = await Promise.all([openScratch(), openReceiver()]);
  }, 60_000);
  afterEach(() => node?.kill());
  afterAll(async () => {
    await receiver?.close();
    await database?.close();
  });
  const start = async () => {
    node = await startNode({ DATABASE_URL: database.url, WEBHOOK_URLS: receiver.url, WEBHOOK_SECRET: secret });
    return node;
  };

  it("tells after its next start what it has acknowledged, each thing once", async () => {
    const first = await start();
    await receiver.close();
    const { ahmed, sara, conversation_id } = await twoMobiles({ url: first.url, database });
    const path = `/chat/conversations/${conversation_id}/messages`;
    const sent = await ahmed.ask<{ id: number }>("POST", path, { message: "قبل السقوط" });
    const call = await ahmed.ask<{ id: string }>("POST", "/calls", { conversation_id, device_id: "ahmed-phone" });
    await sara.ask("POST", `/calls/${call.id}/decline`, { device_id: "sara-phone" });
    const newcomer = await fetch(`${first.url}/api/register`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: "ليلى", username: newUsername(), password }),
    });
    const { data } = (await newcomer.json()) as { data: { user: { id: number } } };
    await first.kill();

    await receiver.open();
    await start();
    await eventually(() => receiver.taken.length).toBe(4);
    const told = receiver.taken.map(({ body }) => {
      if (body.type === "call.ended") return `call.ended ${body.data.call.id} ${body.data.call.end_reason}`;
      return `${body.type} ${body.data.id}`;
    });
    expect(told).toContain(`user.created ${data.user.id}`);
    expect(told.filter((one) => !one.startsWith("user"))).toEqual([
      `message.sent ${sent.id}`,
      `call.ended ${call.id} declined`,
      expect.stringMatching(/^message\.sent \d+$/),
    ]);
    const left = () => database.transaction((tx) => tx.webhookDelivery.count());
    await eventually(left).toBe(0);
    expect(receiver.came).toHaveLength(4);
    const document = documentFor("");
    const invalid = documentValidator(document);
    for (const { body } of receiver.came) {
      const described = document.webhooks[body.type]?.post.requestBody.content["application/json"]?.schema;
      expect(invalid(described, body), body.type).toBeNull();
    }
  }, 120_000);
});
