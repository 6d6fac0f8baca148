import { expect, type Page } from "@playwright/test";
import type { Language } from "@/e2e/support/words";

const words = {
  en: {
    link: "Why can we not hear each other?",
    start: "Check now",
    states: { fine: "Fine", fails: "Fails", absent: "Not set up", waiting: "Not checked yet" },
    names: {
      microphone: "Microphone",
      socket: "Connection to Nida",
      stun: "The way to others (STUN)",
      turn: "The relay (TURN)",
      loopback: "Sound through this browser",
    },
  },
  ar: {
    link: "لماذا لا يسمع أحدنا الآخر؟",
    start: "ابدأ الفحص",
    states: { fine: "سليم", fails: "لا يعمل", absent: "غير مُعَدّ", waiting: "لم يُفحص بعد" },
    names: {
      microphone: "الميكروفون",
      socket: "الاتصال بنداء",
      stun: "الطريق إلى الآخرين (STUN)",
      turn: "الوسيط (TURN)",
      loopback: "الصوت عبر هذا المتصفح",
    },
  },
};

type Name = keyof (typeof words)["en"]["names"];
type State = keyof (typeof words)["en"]["states"];

/** What a person sees and does on the page that tells why a call is silent. */
export function callCheckOf(page: Page, language: Language = "en") {
  const say = words[language];
  const line = (name: Name) =>
    page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ has: page.getByText(say.names[name], { exact: true }) });
  const button = page.getByRole("button", { name: say.start, exact: true });
  return {
    line,
    button,
    /** by the settings, as a person comes there */
    async open() {
      await page.goto("/settings");
      await page.getByRole("link", { name: say.link }).click();
      await expect(page).toHaveURL("/settings/check");
      await expect(page.getByRole("heading", { level: 1, name: say.link })).toBeVisible();
    },
    start: () => button.click(),
    async expectStates(states: Partial<Record<Name, State>>) {
      for (const [name, state] of Object.entries(states)) {
        await expect(line(name as Name).getByText(say.states[state], { exact: true }), name).toBeVisible({
          timeout: 20_000,
        });
      }
    },
    summary: page.getByRole("main").getByRole("status"),
  };
}
