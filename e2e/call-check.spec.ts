import AxeBuilder from "@axe-core/playwright";
import { expect } from "./fixtures";
import { callCheckOf } from "./pages/call-check";
import { rehearseMicrophone } from "./support/microphone";
import { withRelay } from "./support/with-relay";

const test = withRelay();

for (const language of ["en", "ar"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("all that a call needs is found fine, by keyboard alone, and axe finds nothing", async ({ ahmed }) => {
      const check = callCheckOf(ahmed.page, language);
      await check.open();
      await check.expectStates({ microphone: "waiting", turn: "waiting" });
      await check.button.focus();
      await ahmed.page.keyboard.press("Enter");
      await check.expectStates({ microphone: "fine", socket: "fine", stun: "fine", turn: "fine", loopback: "fine" });
      await expect(check.summary).toHaveText(language === "en" ? /^All is well here/ : /^كل شيء هنا على ما يرام/);
      const { violations } = await new AxeBuilder({ page: ahmed.page }).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
    });
  });
}

test("a microphone that is denied is named, with the way out, and the rest is checked all the same", async ({
  ahmed,
}) => {
  await rehearseMicrophone(ahmed.context, "NotAllowedError");
  const check = callCheckOf(ahmed.page);
  await check.open();
  await check.start();
  await check.expectStates({ microphone: "fails", socket: "fine", turn: "fine", loopback: "fine" });
  await expect(check.line("microphone")).toContainText("Allow it beside the address bar");
  await expect(check.summary).toHaveText(/^Something is in the way/);
});

test("a server that is gone is named", async ({ ahmed }) => {
  const check = callCheckOf(ahmed.page);
  await check.open();
  await ahmed.context.setOffline(true);
  await check.start();
  await check.expectStates({ microphone: "fine", socket: "fails", stun: "fails", turn: "fails" });
  await expect(check.line("turn")).toContainText("did not say");
});
