import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";
import { chatOf } from "./pages/chat";

test("the profile is changed, with a picture, and a friend sees it live", async ({ ahmed, sara }) => {
  await Promise.all([ahmed.page.goto("/profile"), sara.page.goto("/friends")]);
  await ahmed.page.getByRole("textbox", { name: "Name", exact: true }).fill("Ahmed M.");
  await ahmed.page.getByRole("textbox", { name: "About" }).fill("By the harbour");
  await ahmed.page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(sara.page.getByRole("listitem").filter({ hasText: "Ahmed M." })).toBeVisible();

  await ahmed.page.setInputFiles('input[type="file"]', {
    name: "me.png",
    mimeType: "image/png",
    buffer: await picture(ahmed.page),
  });
  await ahmed.page.getByRole("button", { name: "Use this picture" }).click();
  const seen = sara.page.getByRole("listitem").filter({ hasText: "Ahmed M." }).locator("img");
  await expect(seen).toBeVisible();
  const size = () => seen.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
  await expect.poll(size, "the picture is there, in its size").toEqual([256, 256]);

  await ahmed.page.getByRole("button", { name: "Remove picture" }).click();
  await expect(seen).toBeHidden();
});

test("a picture that is none is refused with a reason, and nothing is lost", async ({ ahmed }) => {
  await ahmed.page.goto("/profile");
  await ahmed.page.getByRole("textbox", { name: "About" }).fill("kept");
  await ahmed.page.setInputFiles('input[type="file"]', {
    name: "me.png",
    mimeType: "image/png",
    buffer: Buffer.from("<svg onload=alert(1)>"),
  });
  await expect(ahmed.page.getByText("not a picture", { exact: false }).first()).toBeVisible();
  await expect(ahmed.page.getByRole("textbox", { name: "About" })).toHaveValue("kept");
});

test("a changed password ends every other session within a second", async ({ ahmed, browser, server }) => {
  const other = await browser.newContext({ baseURL: server.url, locale: "en-GB" });
  await signIn(other, ahmed);
  const otherPage = await other.newPage();
  await otherPage.goto("/friends");
  await ahmed.page.goto("/settings");
  await ahmed.page.getByLabel("Current password", { exact: true }).fill("wrong one");
  await ahmed.page.getByLabel("New password", { exact: true }).fill("another long one");
  await ahmed.page.getByRole("button", { name: "Change password" }).click();
  await expect(ahmed.page.getByText("password is not right", { exact: false }).first()).toBeVisible();
  await ahmed.page.getByLabel("Current password", { exact: true }).fill(ahmed.password);
  await ahmed.page.getByRole("button", { name: "Change password" }).click();
  await expect(otherPage).toHaveURL(/\/login/);
  await expect(ahmed.api("GET", "/me")).rejects.toThrow("unauthenticated");
  await ahmed.page.reload();
  await expect(ahmed.page).toHaveURL("/settings");
  await other.close();
});

test("sessions are listed and ended one by one; sign out ends this one", async ({
  ahmed,
  browser,
  server,
  conversation,
}) => {
  const other = await browser.newContext({ baseURL: server.url, locale: "en-GB" });
  await signIn(other, ahmed);
  const otherPage = await other.newPage();
  await chatOf(otherPage).open(conversation);
  await ahmed.page.goto("/settings");
  const sessions = ahmed.page.getByRole("region", { name: "Devices and tokens" }).getByRole("listitem");
  await expect(sessions).toHaveCount(3);
  await expect(sessions.filter({ hasText: "This device" })).toHaveCount(1);
  const browserSession = sessions.filter({ hasNotText: "This device" }).filter({ hasText: "Browser ·" });
  await browserSession.getByRole("button", { name: "End session" }).click();
  await expect(otherPage).toHaveURL(/\/login/);
  await expect(sessions).toHaveCount(2);
  await ahmed.page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(ahmed.page).toHaveURL(/\/login/);
  await ahmed.page.goto(`/chat/${conversation}`);
  await expect(ahmed.page).toHaveURL(/\/login/);
  await other.close();
});

test("a deleted account is gone; what it wrote stays with the other", async ({ ahmed, sara, conversation }) => {
  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "remember this" });
  await ahmed.page.goto("/settings");
  await ahmed.page.getByRole("button", { name: "Delete account" }).click();
  await ahmed.page.getByLabel("Your password", { exact: true }).fill(ahmed.password);
  await ahmed.page.getByRole("alertdialog").getByRole("button", { name: "Delete account" }).click();
  await expect(ahmed.page).toHaveURL(/\/login/);
  await chatOf(sara.page).open(conversation);
  await chatOf(sara.page).expectToShow("remember this");
  await expect(sara.page.getByText(ahmed.name)).toHaveCount(0);
});

test("a wrong password and an unknown name get the same sentence, and the name stays", async ({
  browser,
  server,
  ahmed,
}) => {
  const context = await browser.newContext({ baseURL: server.url, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/login");
  for (const username of [ahmed.username, "nobody.at.all"]) {
    await page.getByRole("textbox", { name: "Username", exact: true }).fill(username);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("The username or password is not right.").first()).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Username", exact: true })).toHaveValue(username);
  }
  await context.close();
});

/** A real PNG, wider than high, drawn by the browser. */
async function picture(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 800;
    canvas.height = 500;
    const pen = canvas.getContext("2d");
    if (pen) {
      pen.fillStyle = "teal";
      pen.fillRect(0, 0, 800, 500);
    }
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  });
  return Buffer.from(base64, "base64");
}
