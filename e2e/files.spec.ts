import type { Page } from "@playwright/test";
import sharp from "sharp";
import { expect, test } from "./fixtures";
import { chatOf } from "./pages/chat";
import { refuseMicrophone, rehearseMicrophone } from "./support/microphone";

const photo = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .withExif({ IFD0: { Copyright: "secret" } })
    .toBuffer();

/** Lets something be pasted, or dropped on the conversation, as a browser would. */
const give = (
  page: Page,
  how: "paste" | "drop",
  file: { name: string; type: string; bytes: number[]; size?: number },
) =>
  page.evaluate(
    ({ how, file }) => {
      const data = new DataTransfer();
      const content = file.size ? new Uint8Array(file.size) : new Uint8Array(file.bytes);
      data.items.add(new File([content], file.name, { type: file.type }));
      const target = how === "paste" ? document.activeElement : document.querySelector("main [role=log]");
      const made = { bubbles: true, cancelable: true };
      if (how === "paste") target?.dispatchEvent(new ClipboardEvent("paste", { ...made, clipboardData: data }));
      else
        for (const type of ["dragenter", "dragover", "drop"]) {
          target?.dispatchEvent(new DragEvent(type, { ...made, dataTransfer: data }));
        }
    },
    { how, file },
  );

test("pictures and files go in order, can be cancelled, and are looked at by the two alone", async ({
  ahmed,
  sara,
  conversation,
  person,
}) => {
  const his = chatOf(ahmed.page);
  const hers = chatOf(sara.page);
  await Promise.all([his.open(conversation), hers.open(conversation)]);
  const tray = ahmed.page.getByRole("list", { name: "To be sent" }).getByRole("listitem");
  const send = ahmed.page.getByRole("button", { name: "Send", exact: true });

  await his.composer.focus();
  await give(ahmed.page, "paste", {
    name: "pasted.jpg",
    type: "image/jpeg",
    bytes: [...(await photo(900, 600, "teal"))],
  });
  await expect(tray).toHaveCount(1);
  await ahmed.page.getByLabel("File", { exact: true }).setInputFiles([
    { name: "tall.jpg", mimeType: "image/jpeg", buffer: await photo(600, 900, "brown") },
    { name: "wrong.txt", mimeType: "text/plain", buffer: Buffer.from("not this") },
    { name: "تقرير.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nreport") },
  ]);
  await expect(tray).toHaveCount(4);
  await ahmed.page.getByRole("button", { name: "Remove wrong.txt" }).click();
  await his.composer.fill("from the harbour");
  await send.click();
  await expect(tray).toHaveCount(0);

  // In the order in which they were chosen, the words with the first.
  const articles = hers.log.getByRole("article");
  await expect(articles).toHaveCount(3);
  await expect(articles.nth(0)).toContainText("from the harbour");
  const pictures = hers.log.getByRole("button", { name: "Photo from Ahmed Mohamed" });
  await expect(pictures).toHaveCount(2);
  await expect(articles.nth(2)).toContainText("تقرير.pdf");
  await his.expectState("from the harbour", "Read");
  const box = await pictures.nth(1).boundingBox();
  expect((box?.height ?? 0) / (box?.width ?? 1), "its room is its shape").toBeCloseTo(1.5, 1);

  const downloading = sara.page.waitForEvent("download");
  await hers.log.getByRole("link", { name: "Download تقرير.pdf" }).click();
  expect((await downloading).suggestedFilename()).toBe("تقرير.pdf");

  // The viewer: keys go through the pictures, zoom stays inside, Escape leads back.
  await pictures.nth(0).click();
  const viewer = sara.page.getByRole("dialog", { name: "Photo" });
  const shown = viewer.getByRole("img", { name: "Photo from Ahmed Mohamed" });
  const first = await shown.getAttribute("src");
  await expect(viewer).toContainText("from the harbour");
  await sara.page.keyboard.press("ArrowRight");
  await expect(shown).not.toHaveAttribute("src", first ?? "");
  await sara.page.keyboard.press("ArrowLeft");
  await expect(shown).toHaveAttribute("src", first ?? "");
  const before = await shown.boundingBox();
  await shown.dblclick();
  await expect.poll(async () => (await shown.boundingBox())?.width ?? 0).toBeGreaterThan((before?.width ?? 0) * 2);
  await sara.page.keyboard.press("Escape");
  await expect(viewer).toBeHidden();

  // What is on its way can be called back, and what stands behind it goes.
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await ahmed.page.route("**/api/uploads", async (route) => {
    await held;
    await route.abort().catch(() => undefined);
  });
  await ahmed.page
    .getByLabel("File", { exact: true })
    .setInputFiles([{ name: "called-back.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(300_000) }]);
  await send.click();
  const going = his.article("called-back.bin");
  await expect(going.getByRole("progressbar", { name: "Sending called-back.bin" })).toBeVisible();
  await his.send("and this after it");
  await going.getByRole("button", { name: "Cancel sending" }).click();
  await expect(going).toHaveCount(0);
  await expect(articles.nth(3)).toContainText("and this after it");
  release();
  await expect(articles).toHaveCount(4);

  // For everybody else it is not there, neither large nor small.
  const omar = await person({ name: "Omar Farid", username: "omar" });
  const small = await pictures.nth(0).getByRole("img").first().getAttribute("src");
  for (const url of [first, small]) {
    expect((await sara.context.request.get(url ?? "")).status()).toBe(200);
    expect((await omar.context.request.get(url ?? "")).status()).toBe(404);
  }
  const bytes = await (await sara.context.request.get(first ?? "")).body();
  expect(bytes.includes("secret"), "nothing of what the camera wrote").toBe(false);

  // Taken back it is gone at once, from what her browser keeps, too.
  const path = `/chat/conversations/${conversation}/messages?peek=1`;
  const all = await ahmed.api<{ id: number; attachment: { url: string } | null }[]>("GET", path);
  const again = () => sara.page.evaluate(async (url) => (await fetch(url)).status, first ?? "");
  expect(await again()).toBe(200);
  // The page may know it by its path alone, as events name it where the server has no public address.
  const taken = all.find(({ attachment }) => attachment?.url.endsWith(new URL(first ?? "", ahmed.page.url()).pathname));
  await ahmed.api("DELETE", `/chat/messages/${taken?.id}`);
  await expect.poll(again).toBe(404);
});

test("a voice note is recorded by holding, or after a tap, and heard by the other", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await rehearseMicrophone(ahmed.context);
  const his = chatOf(ahmed.page);
  const hers = chatOf(sara.page);
  await Promise.all([his.open(conversation), hers.open(conversation)]);
  const microphone = ahmed.page.getByRole("button", { name: "Record a voice message" });
  const bar = ahmed.page.getByRole("region", { name: "Recording a voice message" });

  await refuseMicrophone(ahmed.page, "NotAllowedError");
  await microphone.click();
  await expect(ahmed.page.getByRole("status")).toContainText("not allowed to use the microphone");
  await expect(bar).toBeHidden();
  await refuseMicrophone(ahmed.page, null);

  // A tap records on; Escape forgets it.
  await microphone.click();
  await expect(bar.getByRole("timer")).toHaveText("00:01");
  await ahmed.page.keyboard.press("Escape");
  await expect(bar).toBeHidden();
  await expect(his.composer).toBeVisible();

  // A hold ends with the finger.
  await microphone.hover();
  await ahmed.page.mouse.down();
  await expect(bar.getByRole("timer")).toHaveText("00:02");
  await ahmed.page.mouse.up();
  await expect(bar).toBeHidden();
  await expect(his.log.getByRole("article")).toHaveCount(1);

  const note = hers.log.getByRole("article");
  const position = note.getByRole("slider", { name: "Position" });
  await expect(position).toHaveAttribute("aria-valuemax", /^[2-9]$/);
  await note.getByRole("button", { name: "Play", exact: true }).click();
  await note.getByRole("button", { name: "Speed 1×" }).click();
  await expect(note.getByRole("button", { name: "Speed 1.5×" })).toBeVisible();
  // It goes through to its end, and stands ready again.
  await expect(position).toHaveAttribute("aria-valuenow", "1");
  await expect(note.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await expect(position).toHaveAttribute("aria-valuenow", "0");
  await position.press("ArrowRight");
  await expect(position).not.toHaveAttribute("aria-valuenow", "0");
});

test.describe("in Arabic", () => {
  test.use({ language: "ar" });

  test("what is dropped is sent, what is too large is said, and the list names it", async ({
    ahmed,
    sara,
    conversation,
  }) => {
    const his = chatOf(ahmed.page, "ar");
    await Promise.all([his.open(conversation), sara.page.goto("/chat")]);
    await give(ahmed.page, "drop", { name: "كبير.zip", type: "application/zip", bytes: [], size: 26 * 1024 * 1024 });
    await expect(ahmed.page.getByRole("status")).toContainText(
      "الملف «كبير.zip» حجمه 26 م.ب، وأكبر ما يمكن إرساله 25 م.ب.",
    );
    await give(ahmed.page, "drop", {
      name: "ميناء.jpg",
      type: "image/jpeg",
      bytes: [...(await photo(400, 300, "navy"))],
    });
    await expect(ahmed.page.getByRole("list", { name: "ما سيُرسل" }).getByRole("listitem")).toHaveCount(1);
    await ahmed.page.getByRole("button", { name: "إرسال", exact: true }).click();
    await expect(sara.page.getByRole("main").getByRole("listitem").first()).toContainText("صورة");
    await chatOf(sara.page, "ar").open(conversation);
    await sara.page.getByRole("button", { name: "صورة من أحمد محمد" }).click();
    await expect(sara.page.getByRole("dialog", { name: "صورة" })).toBeVisible();
  });
});
