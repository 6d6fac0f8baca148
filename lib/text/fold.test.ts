import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, foldWithPlaces, matchRanges, searchTextOf } from "./fold";

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
    ["٠١٢٣٤٥٦٧٨٩", "0123456789"],
    ["۰۱۲۳۴۵۶۷۸۹", "0123456789"],
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

describe("foldWithPlaces", () => {
  it("folds as fold does, whatever the text", () => {
    const odd = fc.constantFrom("\u0644\u0627", "\ufefb", "مُحَمَّد", " \n ", "\u00a8", "\ud800", "ﷺ", "Σ", "İ", "ß", "한");
    const text = fc.array(fc.oneof(odd, fc.string({ unit: "binary", maxLength: 6 }))).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (written) => {
        const { folded, places } = foldWithPlaces(written);
        expect(folded).toBe(fold(written));
        expect(places).toHaveLength(folded.length);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("matchRanges", () => {
  const marked = (text: string, query: string) =>
    matchRanges(text, query).map(([start, end]) => text.slice(start, end));

  it.each([
    ["مُحَمَّدٌ في المدرسةِ", "محمد", ["مُحَمَّدٌ"]],
    ["إلى المدرسةِ القديمة", "الي المدرسه", ["إلى", "المدرسةِ"]],
    ["ﷺ", "صلي الله", ["ﷺ"]],
    ["الساعة ١٢ يوم ۲۵", "25 12", ["١٢", "۲۵"]],
    ["room 12", "١٢", ["12"]],
    ["Ahmed met AHMAD", "ah", ["Ah", "AH"]],
    ["one two", "two one", ["one", "two"]],
    ["banana", "ana nan", ["anan"]],
    ["100%_sure", "%_", ["%_"]],
    ["one two", "one three", []],
    ["anything", " \u064b ", []],
  ])("in %j finds for %j %j", (text, query, found) => {
    expect(marked(text, query)).toEqual(found);
  });

  it("takes a word that stands beside the text for found", () => {
    expect(matchRanges("read it", "read report", "report.pdf")).toEqual([[0, 4]]);
    expect(matchRanges("report.pdf", "read report", "read it")).toEqual([[0, 6]]);
    expect(matchRanges("read it", "read nothing", "report.pdf")).toEqual([]);
  });

  it("finds whatever part of a text one asks for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), fc.nat(), fc.nat(), (text, from, length) => {
        const characters = [...text];
        const part = characters.slice(from % (text.length + 1)).slice(0, 1 + (length % 8));
        fc.pre(fold(part.join("")) !== "" && !fold(part.join("")).includes(" "));
        fc.pre(fold(text).includes(fold(part.join(""))));
        expect(matchRanges(text, part.join("")).length).toBeGreaterThan(0);
      }),
    );
  });
});
