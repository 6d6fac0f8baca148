import { describe, expect, test } from "vitest";
import { catalogueOf, createTranslator } from "./translate";
import { translatorFor } from "./translator";

describe("a translator", () => {
  test("knows its language and direction", () => {
    expect(createTranslator("ar")).toMatchObject({ locale: "ar", dir: "rtl" });
    expect(createTranslator("en")).toMatchObject({ locale: "en", dir: "ltr" });
  });

  test("fills placeholders, also with text that looks like a placeholder or a pattern", () => {
    const { t } = createTranslator("en");
    expect(t("friends.done.accepted", { name: "{name} $& $1" })).toBe("You and {name} $& $1 are friends now");
    expect(t("friends.done.accepted")).toBe("You and {name} are friends now");
  });

  test.each([
    [0, "لا رسائل غير مقروءة"],
    [1, "رسالة غير مقروءة"],
    [2, "رسالتان غير مقروءتين"],
    [3, "3 رسائل غير مقروءة"],
    [10, "10 رسائل غير مقروءة"],
    [11, "11 رسالة غير مقروءة"],
    [99, "99 رسالة غير مقروءة"],
    [100, "100 رسالة غير مقروءة"],
    [103, "103 رسائل غير مقروءة"],
  ])("counts %i in Arabic", (count, text) => {
    expect(createTranslator("ar").t("chat.unread", { count })).toBe(text);
  });

  test("counts in English", () => {
    const { t } = createTranslator("en");
    expect([0, 1, 2].map((count) => t("chat.unread", { count }))).toEqual([
      "0 unread messages",
      "1 unread message",
      "2 unread messages",
    ]);
  });

  test("speaks a catalogue that came over the wire as data", () => {
    const data = JSON.parse(JSON.stringify(catalogueOf("ar")));
    expect(translatorFor("ar", data).t("chat.send")).toBe("إرسال");
  });

  test("answers the key itself when an older catalogue lacks it", () => {
    const old = { ...catalogueOf("en"), nav: Object.create({ chats: "inherited" }) };
    expect(translatorFor("en", old).t("nav.chats")).toBe("nav.chats");
  });
});
