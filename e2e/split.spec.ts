import { expect, test as nida } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";
import { newcomer, rest, webCookie } from "./support/rest";
import { refusedAt } from "./support/socket";
import { canSplit, type SplitNida, startSplit } from "./support/split";

const test = nida.extend<object, { server: SplitNida }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern.
    async ({}, use) => {
      const server = await startSplit();
      await use(server);
      await server.dispose();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});
test.skip(!canSplit(), "pages and sockets at two hosts need a PostgreSQL");

test("pages at one origin, sockets at another: they talk and write, though each host goes and comes, until one signs out", async ({
  ahmed,
  sara,
  conversation,
  server,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  await chatOf(ahmed.page).send("by the socket host");
  await chatOf(sara.page).expectToShow("by the socket host");
  // By REST, at the other host: the event has to come over.
  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "by the pages' host" });
  await Promise.all([ahmed, sara].map(({ page }) => chatOf(page).expectToShow("by the pages' host")));

  const expectStopped = ({ code, tookMs }: Awaited<ReturnType<SplitNida["stop"]>>) => {
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
  };
  expectStopped(await server.stop("pages"));
  await chatOf(sara.page).send("while the pages are away");
  await chatOf(ahmed.page).expectToShow("while the pages are away");
  await server.begin("pages");
  expectStopped(await server.stop("sockets"));
  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "while the sockets are away" });
  await server.begin("sockets");
  await Promise.all([ahmed, sara].map(({ page }) => chatOf(page).expectToShow("while the sockets are away")));
  await expectToTalk(ahmed.page, sara.page);
  await callOf(sara.page).hangUp();
  await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);

  const tab = await sara.context.newPage();
  await tab.goto("/settings");
  await tab.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(sara.page, "told by the pages' host, ended at the sockets'").toHaveURL(/\/login/);
});

test("plain Next keeps what the front of one process keeps", async ({ server }) => {
  const sara = await newcomer(server.url);
  const cookie = await webCookie(server.url, sara);
  expect(await refusedAt(server.socketUrl, { cookie, origin: server.url }), "a cookie at the sockets").toMatchObject({
    data: { code: "unauthenticated" },
  });
  const { token } = sara;
  const notAllowed = await rest(server.url, "PUT", "/me", { token });
  expect([notAllowed.status, notAllowed.body?.code]).toEqual([405, "method_not_allowed"]);
  expect(notAllowed.headers.get("Allow")).toBe("GET, PATCH, DELETE, HEAD, OPTIONS");
  expect((await rest(server.url, "GET", "/%E0%A4%A", { token })).status).toBe(404);
  const native = { headers: { Origin: "capacitor://localhost" } };
  const preflight = await rest(server.url, "OPTIONS", "/me", native);
  expect(preflight.headers.get("Access-Control-Allow-Origin")).toBe("capacitor://localhost");
  const read = await rest(server.url, "GET", "/me", { token, headers: { Origin: "https://evil.example" } });
  expect(read.headers.get("Access-Control-Allow-Origin")).toBeNull();
  const large = await rest(server.url, "POST", "/login", { raw: "x".repeat(2 * 1024 * 1024) });
  expect([large.status, large.body?.code]).toEqual([413, "too_large"]);
  const form = new FormData();
  form.set("file", new Blob([new Uint8Array(3 * 1024 * 1024)]), "zeros.bin");
  const upload = await rest(server.url, "POST", "/uploads", { token, raw: form });
  expect(upload.status, "streamed to the disk").toBe(200);
  const socket = await fetch(`${server.socketUrl}/api/me`, { headers: { Authorization: `Bearer ${token}` } });
  expect(socket.status, "no REST at the sockets").toBe(404);
  const pusher = await rest(server.url, "GET", "/broadcasting/config", { token });
  const { hostname: host, port } = new URL(server.socketUrl);
  expect(pusher.body?.data, "where Pusher clients are sent").toMatchObject({ host, port: Number(port), tls: false });
  for (const url of [server.url, server.socketUrl]) {
    const health = await fetch(`${url}/api/health/ready`);
    expect([health.status, (await health.json()).data.reasons]).toEqual([200, []]);
  }
});
