import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "@/lib/text/fold";
import { snippetOf } from "./snippet";

const marked = (text: string, query: string) => {
  const { text: shown, ranges } = snippetOf(text, query);
  return ranges.map(([from, to]) => shown.slice(from, to));
};

describe("a snippet", () => {
  it("is the whole of a short message, its lines made one", () => {
    expect(snippetOf("one\ntwo", "two")).toEqual({ text: "one two", ranges: [[4, 7]] });
  });

  it("begins at a word a little before what was found", () => {
    const long = `${"كلام كثير قبل ذلك ".repeat(20)}إلى المدرسةِ ${"وبعده ".repeat(60)}`;
    const { text } = snippetOf(long, "المدرسه");
    expect(text.startsWith("…")).toBe(true);
    expect(text.length).toBeLessThanOrEqual(121);
    expect(marked(long, "المدرسه")).toEqual(["المدرسةِ"]);
  });

  it("marks what stands in it of words that are far apart, or in the name of a file", () => {
    expect(marked(`one ${"and ".repeat(80)} two`, "one two")).toEqual(["one"]);
    expect(snippetOf("read it", "report read", "report.pdf").ranges).toEqual([[0, 4]]);
  });

  it("shows the first word found, wherever it stands and whatever is around it", () => {
    const filler = fc.string({ unit: "grapheme", maxLength: 200 }).map((text) => text.replaceAll("needle", ""));
    fc.assert(
      fc.property(filler, filler, (before, after) => {
        fc.pre(fold(`${before} needle ${after}`).split("needle").length === 2);
        expect(marked(`${before} needle ${after}`, "needle").map(fold)).toEqual(["needle"]);
      }),
    );
  });
});
