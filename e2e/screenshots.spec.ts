import { expect, type Person, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";

/** The README's pictures, taken of the real thing. UPDATE_SCREENSHOTS=1 puts them in their place. */
const folder = process.env.UPDATE_SCREENSHOTS ? "docs/screenshots" : "test-results/screenshots";

const talks: Record<"ar" | "en", [who: "ahmed" | "sara", text: string][]> = {
  en: [
    ["ahmed", "Good morning! Did the ferry times change?"],
    ["ahmed", "I only found last year's"],
    ["sara", "They did, the first one leaves at 7:40 now"],
    ["sara", "صباح الخير، نلتقي عند الميناء الساعة السابعة"],
    ["ahmed", "See you at the harbour then ☀️"],
  ],
  ar: [
    ["sara", "صباح الخير! هل تغيّر موعد العبّارة؟"],
    ["sara", "لم أجد إلا جدول العام الماضي"],
    ["ahmed", "نعم، الأولى تنطلق الساعة 7:40 الآن"],
    ["ahmed", "The new timetable is on their site: https://ferry.example.org"],
    ["sara", "رائع، نلتقي عند الميناء إذن ☀️"],
  ],
};

async function tell(
  language: "ar" | "en",
  conversation: number,
  people: Record<"ahmed" | "sara", Person>,
): Promise<void> {
  for (const [who, message] of talks[language]) {
    await people[who].api("POST", `/chat/conversations/${conversation}/messages`, { message });
  }
}

test.describe("English", () => {
  test.use({ language: "en" });

  test("a conversation on the desktop", async ({ ahmed, sara, conversation, person }) => {
    await tell("en", conversation, { ahmed, sara });
    const omar = await person({ name: "Omar Farid", username: "omar" });
    const other = await omar.api<{ conversation_id: number }>("POST", "/chat/conversations/start", {
      user_id: sara.id,
    });
    await omar.api("POST", `/chat/conversations/${other.conversation_id}/messages`, { message: "See you on Sunday" });
    await omar.page.close();
    await sara.page.setViewportSize({ width: 1280, height: 800 });
    await chatOf(sara.page).open(conversation);
    await chatOf(sara.page).expectToShow("See you at the harbour then");
    await chatOf(ahmed.page).open(conversation);
    await callOf(ahmed.page).start();
    await expect(callOf(sara.page).popup).toBeVisible();
    await sara.page.screenshot({ path: `${folder}/chat-en.png`, animations: "disabled" });
  });
});

test.describe("Arabic", () => {
  test.use({ language: "ar" });

  test("a conversation on the phone", async ({ ahmed, sara, conversation }) => {
    await tell("ar", conversation, { ahmed, sara });
    await ahmed.page.setViewportSize({ width: 390, height: 844 });
    await ahmed.page.emulateMedia({ colorScheme: "dark" });
    await sara.page.goto("/friends");
    await chatOf(ahmed.page, "ar").open(conversation);
    await chatOf(ahmed.page, "ar").expectToShow("نلتقي عند الميناء");
    await expect(ahmed.page.getByRole("banner").or(ahmed.page.getByRole("main")).first()).toContainText(sara.name);
    await ahmed.page.screenshot({ path: `${folder}/chat-ar.png`, animations: "disabled" });
  });
});
