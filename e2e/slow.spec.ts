import type { BrowserContext, Page } from "@playwright/test";
import { expect, type Person, signIn, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { words } from "./support/words";

// Code that did not come at once.
test.use({ brings: [/ChunkLoadError/] });

const CODE = /\/_next\/static\/chunks\//;

async function connected({ console }: Person): Promise<void> {
  await expect.poll(() => console).toContain("Notification WebSocket connected");
}

/** What is asked for at such addresses waits until it is let go; `come`: how much of it waits. */
async function hold(page: Page | BrowserContext, address: string | RegExp, method?: string) {
  let letGo = () => {};
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let waiting = 0;
  await page.route(address, async (route) => {
    if (method && route.request().method() !== method) return route.fallback();
    waiting += 1;
    await free;
    await route.continue();
  });
  return { letGo, come: (count: number) => expect.poll(() => waiting).toBeGreaterThanOrEqual(count) };
}

test("what is typed before a page is alive stays, and a press then is no lost one", async ({
  ahmed,
  browser,
  server,
}) => {
  const stranger = await browser.newContext({ baseURL: server.url, locale: "en-GB" });
  const login = await stranger.newPage();
  const code = await Promise.all([hold(stranger, CODE), hold(ahmed.page, CODE)]);
  await Promise.all(
    [login, ahmed.page].map((page, at) => page.goto(at ? "/profile" : "/login", { waitUntil: "commit" })),
  );
  await login.getByLabel("Username").fill(ahmed.username);
  await login.getByLabel("Password", { exact: true }).fill(ahmed.password);
  await login.keyboard.press("Enter");
  const [name, about] = [ahmed.page.getByLabel("Name"), ahmed.page.getByLabel("About")];
  await name.fill("Ahmed Ali");
  await about.fill("by the sea");
  for (const { letGo } of code) letGo();

  const enter = login.getByRole("button", { name: "Sign in" });
  await expect(enter).toBeEnabled();
  await expect(login.getByLabel("Username")).toHaveValue(ahmed.username);
  await login.getByLabel("Password", { exact: true }).press("Enter");
  await expect(login).toHaveURL("/chat");
  await ahmed.page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(ahmed.page.getByText("Profile saved")).toBeVisible();
  await expect.poll(() => ahmed.api("GET", "/me")).toMatchObject({ name: "Ahmed Ali", about: "by the sea" });
  await expect(name).toHaveValue("Ahmed Ali");
  await stranger.close();
});

test("code that does not come is spoken of and does what was wanted once it is there, and breaks no page", async ({
  ahmed,
  conversation,
}) => {
  const his = chatOf(ahmed.page);
  const conversations = ahmed.page.getByRole("list", { name: "Conversations" });
  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "the first" });
  await ahmed.page.goto("/chat");
  await connected(ahmed);
  await conversations.getByRole("link").click();
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  await ahmed.page
    .getByLabel("File", { exact: true })
    .setInputFiles([{ name: "dot.png", mimeType: "image/png", buffer: Buffer.from(png, "base64") }]);
  await ahmed.page.getByRole("button", { name: "Send", exact: true }).click();
  const picture = his.log.getByRole("button", { name: "Your photo" });
  await picture.waitFor();

  // As after an update: the server knows the code of this page no more.
  let gone = true;
  let asked = 0;
  await ahmed.page.route(CODE, (route) => {
    asked += 1;
    return gone ? route.fulfill({ status: 404 }) : route.continue();
  });
  await picture.click();
  await expect.poll(() => asked).toBeGreaterThan(0);
  const word = ahmed.page.getByRole("status", { name: "Notices" });
  await expect(word).toContainText("has not come yet");
  await expect(word.getByRole("button", { name: "Reload" })).toBeVisible();
  await expect(his.composer).toBeVisible();
  gone = false;
  const viewer = ahmed.page.getByRole("dialog");
  await expect(viewer).toBeVisible();

  // Who goes back from a conversation has left its picture.
  await ahmed.page.goBack();
  await expect(his.log).toBeHidden();
  await conversations.getByRole("link").click();
  await expect(picture).toBeVisible();
  await expect(viewer).toBeHidden();
});

test("a Call whose code is late shows it, rings when that is there, and not when one has given up", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await Promise.all([sara.page.goto("/search"), ahmed.page.clock.install()]);
  await connected(sara);
  let letGo = () => {};
  const late = async () => {
    const free = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await ahmed.page.unrouteAll();
    await ahmed.page.route(CODE, async (route) => {
      const answer = await route.fetch();
      if ((await answer.text()).includes("call:start")) await free;
      await route.fulfill({ response: answer });
    });
  };
  const button = ahmed.page.getByRole("main").getByRole("button", { name: words.en.call, exact: true });
  await late();
  await chatOf(ahmed.page).open(conversation);
  await connected(ahmed);
  await button.click();
  await expect(button).toHaveAttribute("aria-busy", "true");
  await ahmed.page.clock.fastForward(15_000);
  await expect(ahmed.page.getByText("The call did not go out")).toBeVisible();
  await expect(button).not.toHaveAttribute("aria-busy", "true");
  await button.click();
  await expect(button).toHaveAttribute("aria-busy", "true");
  letGo();
  await expect(callOf(sara.page).popup).toBeVisible();
  await callOf(ahmed.page).cancel();
  await expect(callOf(sara.page).popup).toBeHidden();
  expect(await ahmed.api("GET", "/calls")).toHaveLength(1);
});

test("of several presses none is lost where answers are slow, and the last place one went to is where one is", async ({
  ahmed,
  browser,
  server,
  sara,
  conversation,
}) => {
  const others = await Promise.all([0, 1].map(() => browser.newContext({ baseURL: server.url, locale: "en-GB" })));
  for (const other of others) await signIn(other, ahmed);
  const { page } = ahmed;
  await page.goto("/settings");
  await connected(ahmed);
  const sessions = page.getByRole("region", { name: "Devices and tokens" }).getByRole("listitem");
  const ending = await hold(page, /\/api\/me\/tokens\//, "DELETE");
  const ends = sessions.filter({ hasText: "Browser ·" }).getByRole("button", { name: "End session" });
  await expect(ends).toHaveCount(2);
  await ends.first().click();
  await ends.last().click();
  await ending.come(2);
  ending.letGo();
  await expect(ends).toHaveCount(0);

  // Without a network the page, and a call in it, stays; and says why.
  await ahmed.context.setOffline(true);
  await page.getByRole("radio", { name: "العربية" }).click();
  await expect(page.getByRole("status", { name: "Notices" })).toContainText("You are offline");
  await expect(page.getByRole("radio", { name: "English" })).toBeChecked();
  await ahmed.context.setOffline(false);

  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "the first" });
  await page.getByRole("link", { name: "Chats" }).first().click();
  const changing = await hold(page, /\/api\/chat\/conversations\/\d+$/, "PATCH");
  const row = page.getByRole("list", { name: "Conversations" }).getByRole("listitem");
  for (const what of ["Pin", "Archive"]) {
    await row.getByRole("button", { name: `More for ${sara.name}` }).click();
    await page.getByRole("menuitem", { name: what, exact: true }).click();
  }
  await changing.come(1);
  changing.letGo();
  await expect(row).toHaveCount(0);

  const finding = await hold(page, "**/api/chat/conversations/start");
  await page.getByRole("link", { name: "Friends" }).first().click();
  const answered = page.waitForResponse("**/api/chat/conversations/start");
  await page.getByRole("button", { name: "Message", exact: true }).click();
  await finding.come(1);
  await page.getByRole("link", { name: "Calls" }).first().click();
  await expect(page).toHaveURL("/calls");
  const led: string[] = [];
  page.on("request", (request) => void led.push(new URL(request.url()).pathname));
  finding.letGo();
  await (await answered).finished();
  await page.getByRole("link", { name: "Settings" }).first().click();
  await expect(page).toHaveURL("/settings");
  expect(led).not.toContain(`/chat/${conversation}`);

  // While the server is started anew a link does not end at the browser's own page.
  await server.terminate();
  await expect(page.getByText("Reconnecting…")).toBeVisible();
  await page.getByRole("link", { name: "Friends" }).first().click();
  await expect(page.getByRole("status", { name: "Notices" })).toContainText("could not be reached");
  await expect(page).toHaveURL("/settings");
  await server.start();
  await expect(page.getByText("Reconnecting…")).toBeHidden();
  await page.getByRole("link", { name: "Friends" }).first().click();
  await expect(page).toHaveURL("/friends");
  await Promise.all(others.map((other) => other.close()));
});
