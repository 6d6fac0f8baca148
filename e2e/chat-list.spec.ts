import { expect, type Person, test } from "./fixtures";
import { chatOf } from "./pages/chat";
import { lineOf } from "./support/line";

/** Messages in one conversation, `{n}` in turn, by one after the other. */
async function said(who: Person, conversation: number, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 1) {
    const message = `note ${n}. ${"and so on ".repeat((n * 7) % 23)}`;
    await who.api("POST", `/chat/conversations/${conversation}/messages`, { message });
  }
}

test("what happens above leaves what one reads in its place, down to the first message", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await said(sara, conversation, 1, 120);
  await ahmed.api("POST", `/chat/conversations/${conversation}/read`, {});
  // A busy browser tells late that something came into view, and several changes at once.
  await ahmed.page.addInitScript(() => {
    const Real = window.IntersectionObserver;
    window.IntersectionObserver = class extends Real {
      constructor(tell: IntersectionObserverCallback, options?: IntersectionObserverInit) {
        const held: IntersectionObserverEntry[] = [];
        super((entries, observer) => {
          held.push(...entries);
          setTimeout(() => held.length > 0 && tell(held.splice(0), observer), 300);
        }, options);
      }
    };
  });
  const his = chatOf(ahmed.page);
  const line = await lineOf(ahmed.page);
  line.hold("up", '"before":');
  await his.open(conversation);
  await his.expectToShow("note 120.");
  await expect.poll(() => ahmed.console).toContain("Chat WebSocket connected");
  await his.log.hover();
  await ahmed.page.mouse.wheel(0, -2500);
  await expect.poll(() => line.waiting('"before":')).toBe(1);
  const topOf = (text: string) => his.article(text).evaluate((line) => line.getBoundingClientRect().top);
  await expect.poll(() => his.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight)).toBe(2500);
  const read = await his.log.evaluate((log) => {
    const edge = log.getBoundingClientRect();
    const line = [...log.querySelectorAll("article")].find((one) => one.getBoundingClientRect().top > edge.top);
    return line?.textContent?.match(/note \d+\./)?.[0] ?? "";
  });
  const before = await topOf(read);
  line.release('"before":');
  await expect.poll(() => line.toldAt("note 70.")).toBeGreaterThan(0);
  // A new message below, and a line above it that grows: neither moves what is read.
  await said(sara, conversation, 121, 121);
  await expect(ahmed.page.getByRole("button", { name: "Jump to the latest" })).toContainText("1 new message");
  await his.log.evaluate((log) => {
    const above = log.querySelector("article");
    if (above instanceof HTMLElement) above.style.paddingBottom = "300px";
  });
  await expect(async () => {
    await ahmed.page.evaluate(() => new Promise(requestAnimationFrame));
    expect(Math.abs((await topOf(read)) - before)).toBeLessThan(1);
  }).toPass();

  // What was not mounted yet is as high as it was taken for: the very beginning may be one turn of the wheel further.
  await expect(async () => {
    await ahmed.page.mouse.wheel(0, -3000);
    await expect(his.log.getByText("This is where your conversation")).toBeInViewport({ timeout: 500 });
  }).toPass();
  await expect(his.article("note 1.")).toBeInViewport();
  expect(await his.log.getByRole("article").count()).toBeLessThan(121);

  await ahmed.page.getByRole("button", { name: "Jump to the latest" }).click();
  await expect(his.article("note 121.")).toBeInViewport();
  await expect.poll(async () => (await ahmed.page.title()).startsWith("(")).toBe(false);
});

test("it opens where the unread begin, however many; only what is looked at is read", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await said(sara, conversation, 1, 20);
  await ahmed.api("POST", `/chat/conversations/${conversation}/read`, {});
  await said(sara, conversation, 21, 190);
  await ahmed.page.addInitScript(() => {
    document.hasFocus = () => document.documentElement.dataset.focus === "yes";
  });
  const focus = (now: "yes" | "no") =>
    ahmed.page.evaluate((value) => {
      document.documentElement.dataset.focus = value;
      window.dispatchEvent(new Event(value === "yes" ? "focus" : "blur"));
    }, now);
  const unread = async () => {
    const [row] = await ahmed.api<{ unread_count: number }[]>("GET", "/chat/conversations");
    return row?.unread_count ?? 0;
  };
  const his = chatOf(ahmed.page);
  await his.open(conversation);
  const divider = his.log.getByText("New", { exact: true });
  await expect(divider).toBeInViewport();
  await expect(his.article("note 20.")).toBeInViewport();
  await expect(his.article("note 21.")).toBeInViewport();
  const jump = ahmed.page.getByRole("button", { name: "Jump to the latest" });
  await expect(jump).toContainText("170 new messages");

  await focus("yes");
  await expect.poll(unread).toBeLessThan(170);
  await focus("no");
  const left = await unread();
  expect(left).toBeGreaterThan(140);
  await his.log.hover();
  await ahmed.page.mouse.wheel(0, 1200);
  await expect(divider).not.toBeInViewport();
  await expect(jump).toContainText(`${left} new message`);
  expect(await unread()).toBe(left);

  // Read on, over the border of what was loaded at first, to the newest.
  await focus("yes");
  await expect(async () => {
    await ahmed.page.mouse.wheel(0, 3000);
    await expect(his.article("note 190.")).toBeInViewport({ timeout: 500 });
  }).toPass();
  await expect.poll(unread).toBe(0);
  await expect(jump).toBeHidden();

  // At the end one stays at the end, and the divider stays where it was while one reads.
  await said(sara, conversation, 191, 193);
  await expect(his.article("note 193.")).toBeInViewport();
  await expect.poll(unread).toBe(0);
  await ahmed.page.reload();
  await expect(his.article("note 193.")).toBeInViewport();
  await expect(divider).toHaveCount(0);
});
