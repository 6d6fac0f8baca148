import { expect, type Locator, type Page } from "@playwright/test";
import { type Language, words } from "@/e2e/support/words";

type Ending = keyof (typeof words)["en"]["ended"];

/** What a person sees and does of a call, on any page. */
export function callOf(page: Page, language: Language = "en") {
  const say = words[language];
  const button = (scope: Page | Locator, name: string) => scope.getByRole("button", { name, exact: true });
  const popup = page.getByRole("alertdialog", { name: say.incoming });
  const outgoing = page.getByRole("region", { name: say.calling, exact: true });
  const bar = page.getByRole("region", { name: say.call === "اتصال" ? "مكالمة" : "Call", exact: true });
  return {
    popup,
    outgoing,
    bar,
    timer: bar.getByRole("timer"),
    /** rang here, but another device of the same person took it */
    elsewhere: page.getByRole("status").filter({ hasText: say.elsewhere }),
    /** the voice has stopped and a new path is sought */
    reconnecting: bar.getByText(say.reconnecting),
    /** presses Call on the chat page that is open */
    start: () => button(page.getByRole("main"), say.call).first().click(),
    accept: () => button(popup, say.accept).click(),
    reject: () => button(popup, say.reject).click(),
    cancel: () => button(outgoing, say.cancel).click(),
    mute: () => button(bar, say.mute).click(),
    unmute: () => button(bar, say.unmute).click(),
    hangUp: () => button(bar, say.hangUp).click(),
    /** the call is over here, and this is what the page says of it */
    async expectEnded(how: Ending) {
      await expect(page.getByRole("status").filter({ hasText: say.ended[how] })).toBeVisible();
      await expect(popup).toBeHidden();
      await expect(outgoing).toBeHidden();
      await expect(bar).toBeHidden();
    },
    async expectTalking() {
      await expect(bar).toBeVisible();
      await expect(bar.getByRole("timer")).toHaveText(/^\d{2}:\d{2}$/);
    },
  };
}
