import { expect, type Person, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";

// Code that was on its way while the server was gone.
test.use({ brings: [/ChunkLoadError/] });

/** The page has said this often that its socket is connected; a restart may take a while. */
async function expectConnections(who: Person, socket: "Notification" | "Chat", times: number): Promise<void> {
  const line = `${socket} WebSocket connected`;
  await expect.poll(() => who.console.filter((said) => said === line).length, { timeout: 20_000 }).toBe(times);
}

test("the server crashes with both pages open: they reconnect and can call", async ({
  ahmed,
  sara,
  conversation,
  server,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await Promise.all([expectConnections(sara, "Notification", 1), expectConnections(ahmed, "Chat", 1)]);
  await server.crash();
  await expectConnections(sara, "Notification", 2);
  await expectConnections(ahmed, "Chat", 2);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
});

test("the server crashes while it rings: the popup stays or returns, and Accept works", async ({
  ahmed,
  sara,
  conversation,
  server,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
  await server.crash();
  await expectConnections(sara, "Notification", 2);
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
});

/** The code that this page asks for by name. */
async function codeOf({ context }: Person, path: string): Promise<Set<string>> {
  const page = await (await context.request.get(path)).text();
  return new Set(page.match(/\/_next\/static\/chunks\/[\w~.-]+\.js/g));
}

test("the chat's code does not come while it rings: they talk all the same, and Try again brings the chat", async ({
  ahmed,
  sara,
  conversation,
}) => {
  const chat = await codeOf(sara, `/chat/${conversation}`);
  const friends = await codeOf(sara, "/friends");
  const isLost = ({ pathname }: URL) => chat.has(pathname) && !friends.has(pathname);
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await expectConnections(sara, "Notification", 1);
  let lost = 0;
  await sara.page.route(isLost, (route) => {
    lost += 1;
    return route.abort();
  });
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
  await expect.poll(() => lost, { message: "it is asked for in advance" }).toBeGreaterThan(0);
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  const again = sara.page.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await sara.page.unroute(isLost);
  await again.click();
  await expect(chatOf(sara.page).composer).toBeVisible();
  await callOf(sara.page).expectTalking();
  await expectToTalk(ahmed.page, sara.page);
});

test("the server crashes during a call: the audio never stops, control returns", async ({
  ahmed,
  sara,
  conversation,
  server,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  const crashed = server.crash();
  await expectToTalk(ahmed.page, sara.page);
  await crashed;
  await expectConnections(sara, "Notification", 2);
  await expectConnections(ahmed, "Notification", 2);
  await expectToTalk(ahmed.page, sara.page);
  await callOf(ahmed.page).hangUp();
  await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);
});

test("a reload in a ring brings the popup back", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
  await sara.page.reload();
  await expect(callOf(sara.page).popup).toBeVisible();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
});

for (const who of ["caller", "callee"] as const) {
  test(`a reload of the ${who} in a call rejoins it`, async ({ ahmed, sara, conversation }) => {
    await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
    await callOf(ahmed.page).start();
    await callOf(sara.page).accept();
    await expectToTalk(ahmed.page, sara.page);
    await (who === "caller" ? ahmed : sara).page.reload();
    await Promise.all([callOf(ahmed.page).expectTalking(), callOf(sara.page).expectTalking()]);
    await expectToTalk(ahmed.page, sara.page);
  });
}

test("SIGTERM drains: exit 0 within ten seconds, with people connected", async ({ ahmed, conversation, server }) => {
  await chatOf(ahmed.page).open(conversation);
  await expect.poll(() => ahmed.console).toContain("Chat WebSocket connected");
  const { code, tookMs } = await server.terminate();
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(10_000);
  await server.start();
  await expectConnections(ahmed, "Chat", 2);
});
