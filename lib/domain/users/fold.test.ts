import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, searchTextOf } from "./fold";

describe("fold", () => {
  it.each([
    ["أحمد", "احمد"],
    ["إبراهيم", "ابراهيم"],
    ["آمنة", "امنه"],
    ["ٱلله", "الله"],
    ["ليلى", "ليلي"],
    ["فاطمة", "فاطمه"],
    ["مؤمن", "مومن"],
    ["عائشة", "عايشه"],
    ["مُحَمَّدٌ", "محمد"],
    ["محـــمد", "محمد"],
    ["علی", "علي"],
    ["اکرم", "اكرم"],
    ["ﻻ", "لا"],
    ["José", "jose"],
    ["ＡＢＣ", "abc"],
    ["  Ahmed \t\n Ali ", "ahmed ali"],
    ["ah\u200cmed\u202e", "ahmed"],
    ["٣", "٣"],
  ])("makes %j %j", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it("leaves nothing that LIKE takes for a wildcard, and keeps the three apart", () => {
    const folded = fold("a%b_c\\d");
    expect(folded).not.toMatch(/[%_\\]/);
    expect(new Set(["%", "_", "\\"].map(fold)).size).toBe(3);
  });

  it("changes nothing more when done twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("does the same for text in any normal form", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
        for (const form of ["NFC", "NFD", "NFKC"]) expect(fold(text.normalize(form))).toBe(fold(text));
      }),
    );
  });

  it("puts a space before every word of what people are found by", () => {
    expect(searchTextOf("Ahmed  Ali", "ahm.ed")).toBe(" ahmed ali ahm.ed");
  });
});
