import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { wire } from "@/e2e/support/socket";
import type { Call } from "@/lib/contracts/calls";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { startNode, type TestNode } from "@/lib/server/testing/nodes";
import { twoMobiles } from "./pusher-protocol/testing/nida";
import { signEveryMs } from "./signs-of-life";

/** As `startNode` sets it. */
const GRACE_MS = 2000;
/** Far less than it takes until the server gives up the connection. */
const SLACK_MS = 1000;

let database: ScratchDatabase;
let node: TestNode;
beforeAll(async () => {
  database = await scratchSqlite();
  node = await startNode({ DATABASE_URL: database.url });
}, 60_000);
afterAll(async () => {
  await node?.kill();
  await database?.close();
});

it("a device that vanishes without a word is gone one grace after its last sign of life, and no sooner for being quiet", async () => {
  const { ahmed, sara, conversation_id } = await twoMobiles({ url: node.url, database });
  const [his, hers] = await Promise.all(
    [ahmed, sara].map(({ id, token }) => wire(node.url, { token, device_id: `tab-of-${id}` })),
  );
  if (!his || !hers) throw new Error("two sockets were wanted");
  const call = await ahmed.ask<Call>("POST", "/calls", { conversation_id, device_id: `tab-of-${ahmed.id}` });
  await sara.ask("POST", `/calls/${call.id}/accept`, { device_id: `tab-of-${sara.id}` });
  const answeredAt = Date.now();
  const seenAt = async ({ id }: { id: number }) =>
    (await database.db.liveCall.findUnique({ where: { userId: id } }))?.deviceSeenAt.getTime() ?? null;
  await vi.waitFor(
    async () => {
      for (const one of [ahmed, sara]) expect(await seenAt(one)).toBeGreaterThan(answeredAt + GRACE_MS);
    },
    { timeout: 20_000, interval: 50 },
  );

  // Asleep, or out of reach: the line stays open, and nothing comes back on it.
  const { transport } = hers.socket.io.engine as unknown as { transport: { ws: { pause(): void } } };
  transport.ws.pause();
  const goneAt = Date.now();
  let last = goneAt;
  await vi.waitFor(
    async () => {
      last = Math.max(last, (await seenAt(sara)) ?? 0);
      expect(his.heard.map(({ name }) => name)).toContain("call.ended");
    },
    { timeout: 20_000, interval: 20 },
  );
  expect(last - goneAt).toBeLessThan(signEveryMs(GRACE_MS) + SLACK_MS);
  const ended = await database.db.call.findUnique({ where: { id: call.id } });
  expect(ended).toMatchObject({ status: "ended", endReason: "failed" });
  expect(await seenAt(ahmed)).toBeNull();
  for (const { socket } of [his, hers]) socket.disconnect();
});
