import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { wire } from "@/e2e/support/socket";
import { type Mobile, twoMobiles } from "@/lib/server/realtime/pusher-protocol/testing/nida";
import { type ScratchDatabase, scratchPostgres } from "@/lib/server/testing/databases";
import { layLine, type TestLine } from "@/lib/server/testing/line";
import { startNode, type TestNode } from "@/lib/server/testing/nodes";
import { postgresFolder } from "@/scripts/postgres.mjs";

if (!postgresFolder()) console.warn("SKIPPED a PostgreSQL that is away: it is not installed");

describe.skipIf(!postgresFolder())("a node whose PostgreSQL", () => {
  let database: ScratchDatabase;
  let line: TestLine;
  let node: TestNode;
  let people: { ahmed: Mobile; sara: Mobile; conversation_id: number };

  beforeAll(async () => {
    const opened = await scratchPostgres();
    if (!opened) throw new Error("PostgreSQL is installed, but does not run");
    database = opened;
    const url = new URL(database.url);
    line = await layLine(url.hostname, Number(url.port));
    url.port = String(line.port);
    // As the node has it, but sooner.
    url.searchParams.set("query_timeout", "1500");
    node = await startNode({ DATABASE_URL: url.href });
    people = await twoMobiles({ url: node.url, database });
  }, 120_000);
  afterAll(async () => {
    await node?.kill();
    await line?.close();
    await database?.close();
  });

  const send = (client_id: string) =>
    fetch(`${node.url}/api/chat/conversations/${people.conversation_id}/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${people.ahmed.token}` },
      body: JSON.stringify({ message: "مرحباً", client_id }),
    });
  const healed = () =>
    vi.waitFor(async () => expect(await node.health()).toMatchObject({ ready: true, reasons: [] }), {
      timeout: 10_000,
    });
  const stored = (clientId: string) => database.db.message.count({ where: { clientId } });

  /** What is asked meanwhile is refused in clear words, soon; what is asked again afterwards is done once. */
  async function expectClearWordsAndHealing(breakIt: () => void, mendIt: () => void): Promise<void> {
    const hers = await wire(node.url, { token: people.sara.token });
    const client_id = randomUUID();
    // A new connection is given longer than a question; a node at work has its connections.
    await Promise.all(Array.from({ length: 12 }, () => send(randomUUID())));
    breakIt();
    const [answer, command, health] = await Promise.all([
      send(client_id),
      hers.say("conversation:read", { conversation_id: people.conversation_id }),
      node.health(),
    ]);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("Retry-After")).toBe("2");
    expect(await answer.json()).toMatchObject({ code: "unavailable", message: expect.stringContaining("الخادم") });
    expect(command).toMatchObject({ ok: false, code: "unavailable" });
    expect(health).toMatchObject({ ready: false, database: false, reasons: ["database_away"] });
    mendIt();
    await healed();
    expect((await send(client_id)).status).toBe(200);
    expect(await hers.hears("message.sent", (data) => Object(data).client_id === client_id)).toBeTruthy();
    expect(await stored(client_id)).toBe(1);
    hers.socket.disconnect();
  }

  it("is gone while somebody leaves: friends hear of it when it is back", async () => {
    const { ahmed, sara } = people;
    const [lowId = 0, highId = 0] = [ahmed.id, sara.id].sort((one, other) => one - other);
    const friends = { lowId, highId, requesterId: lowId, acceptedAt: new Date() };
    await database.transaction((tx) => tx.friendship.create({ data: friends }));
    const his = await wire(node.url, { token: ahmed.token });
    const hers = await wire(node.url, { token: sara.token });
    const isHer = (online: boolean) => (data: unknown) =>
      Object(data).user_id === sara.id && Object(data).online === online;
    await his.hears("presence", isHer(true));
    line.cut();
    hers.socket.disconnect();
    await vi.waitFor(() => expect(node.log.join("\n")).toContain("who came and went is told when"), {
      timeout: 10_000,
    });
    line.mend();
    await his.hears("presence", isHer(false));
    his.socket.disconnect();
  }, 30_000);

  it("stands still", () => expectClearWordsAndHealing(line.hold, line.letGo), 30_000);

  it("is gone and comes back", () => expectClearWordsAndHealing(line.cut, line.mend), 30_000);
});
