import { describe, expect, test } from "vitest";
import { chooseLocale, directionOf, fromAcceptLanguage, isLocale } from "./locale";

describe("the language", () => {
  test("is the device's choice, then the account's, then the browser's, then the fallback", () => {
    const all = { cookie: "en", account: "ar", acceptLanguage: "ar", fallback: "ar" } as const;
    expect(chooseLocale(all)).toBe("en");
    expect(chooseLocale({ ...all, cookie: undefined, acceptLanguage: "en" })).toBe("ar");
    expect(chooseLocale({ ...all, cookie: undefined, account: null, acceptLanguage: "en" })).toBe("en");
    expect(chooseLocale({ fallback: "ar" })).toBe("ar");
  });

  test("ignores values that are no language of ours", () => {
    expect(chooseLocale({ cookie: "fr", account: { locale: "en" }, acceptLanguage: "fr;q=1", fallback: "ar" })).toBe(
      "ar",
    );
    expect(isLocale("AR")).toBe(false);
  });

  test("follows the weights of Accept-Language", () => {
    expect(fromAcceptLanguage("fr, ar;q=0.4, en-GB;q=0.8")).toBe("en");
    expect(fromAcceptLanguage("en;q=0.5,ar-EG")).toBe("ar");
    expect(fromAcceptLanguage("en, ar")).toBe("en");
    expect(fromAcceptLanguage("en;q=0, *")).toBe(null);
    expect(fromAcceptLanguage("en;q=abc,;;,=")).toBe(null);
    expect(fromAcceptLanguage(undefined)).toBe(null);
  });

  test("has a direction", () => {
    expect([directionOf("ar"), directionOf("en")]).toEqual(["rtl", "ltr"]);
  });
});
