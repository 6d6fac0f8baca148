import { expect, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";
import { browserArgs } from "./support/browser";

// As browsers are delivered: no sound before a gesture on the page.
test.use({
  launchOptions: {
    executablePath: process.env.CHROMIUM_PATH || undefined,
    args: browserArgs,
  },
});

test("a voice that the browser will not play starts at the next touch, and the screen says so", async ({
  ahmed,
  sara,
  conversation,
}) => {
  // Chromium lets a page that is using the microphone play, and counts the test's own questions to the page as
  // gestures; Safari and Firefox want a real one from every page.
  await sara.context.addInitScript(() => {
    let touched = false;
    for (const gesture of ["pointerdown", "keydown"]) {
      window.addEventListener(gesture, ({ isTrusted }) => (touched ||= isTrusted), true);
    }
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      if (touched) return play.call(this);
      this.pause();
      return Promise.reject(new DOMException("no gesture yet", "NotAllowedError"));
    };
  });
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);

  // The page after a reload has not been touched.
  await sara.page.reload();
  const word = callOf(sara.page).bar.getByText("Tap anywhere to hear Ahmed Mohamed");
  await expect(word).toBeVisible({ timeout: 15_000 });
  await sara.page.getByRole("log", { name: "Messages" }).click();
  await expect(word).toBeHidden();
  await callOf(sara.page).expectTalking();
  await expectToTalk(ahmed.page, sara.page);
});
