import { befriend, expect, test as nida } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { countVoices, expectToTalk } from "./support/audio";
import { canRunNodes, startTwoNodes, type TwoNodes } from "./support/nodes";

const test = nida.extend<object, { server: TwoNodes }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern.
    async ({}, use) => {
      const server = await startTwoNodes();
      await use(server);
      await server.dispose();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});
test.skip(!canRunNodes(), "two nodes need a PostgreSQL and a Redis");

test("two people at two nodes write, ring and talk, and go on while both nodes are restarted one by one", async ({
  person,
  server,
}) => {
  test.setTimeout(180_000);
  const ahmed = await person({ name: "Ahmed Mohamed", username: "ahmed", url: server.urls[0] });
  const sara = await person({ name: "Sara Haddad", username: "sara", url: server.urls[1] });
  await befriend(ahmed, sara);
  const start = { user_id: sara.id };
  const { conversation_id } = await ahmed.api<{ conversation_id: number }>("POST", "/chat/conversations/start", start);
  const [his, hers] = [chatOf(ahmed.page), chatOf(sara.page)];
  await Promise.all([his.open(conversation_id), hers.open(conversation_id)]);

  await his.send("from the one node");
  await hers.expectToShow("from the one node");
  await his.expectState("from the one node", "Read");
  await sara.page.goto("/friends");
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);

  for (const node of [0, 1] as const) {
    const connections = (who: typeof ahmed) =>
      who.console.filter((line) => line === "Notification WebSocket connected").length;
    const displaced = node === 0 ? ahmed : sara;
    const before = connections(displaced);
    const arrived = await countVoices(ahmed.page, sara.page);
    const restarted = server.restart(node);
    await expectToTalk(ahmed.page, sara.page);
    await expect.poll(() => connections(displaced), { timeout: 30_000 }).toBeGreaterThan(before);
    await his.send(`written while node ${node} is away`);
    await hers.expectToShow(`written while node ${node} is away`);
    const { code, tookMs } = await restarted;
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    await expectToTalk(ahmed.page, sara.page);
    for (const share of await arrived()) expect(share, "of what was said was heard").toBeGreaterThan(0.9);
  }
  await callOf(sara.page).hangUp();
  await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);
});
