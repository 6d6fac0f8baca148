import { describe, expect, test } from "vitest";
import { emojiCount, textParts } from "./text-parts";

const links = (text: string) => textParts(text).flatMap(({ href, text: shown }) => (href ? [shown] : []));

describe("links in a message", () => {
  test.each([
    ["see https://example.org/a?b=1#c now", ["https://example.org/a?b=1#c"]],
    ["(https://example.org).", ["https://example.org"]],
    ["https://en.wikipedia.org/wiki/Nida_(name), yes", ["https://en.wikipedia.org/wiki/Nida_(name)"]],
    ["انظر https://example.org/صفحة، ثم أجب", ["https://example.org/صفحة"]],
    ["«https://example.org»؟", ["https://example.org"]],
    ["http://a.example https://b.example", ["http://a.example", "https://b.example"]],
    ["javascript:alert(1) ftp://x.example mailto:a@b.example", []],
    ["javascript:https://example.org", ["https://example.org"]],
    ["https://", []],
    ["plain words", []],
  ])("%s", (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test("lose no character of the text", () => {
    const text = "a https://example.org/x. b\nhttps:// c https://y.example";
    expect(
      textParts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });

  test("lead only to http and https", () => {
    const hrefs = textParts("https://example.org/%0ajavascript:alert(1) HTTP://B.EXAMPLE").map((part) => part.href);
    for (const href of hrefs) if (href) expect(new URL(href).protocol).toMatch(/^https?:$/);
  });
});

describe("a message of emoji alone", () => {
  test.each([
    ["👍", 1],
    ["👍🏽 👩‍👩‍👧‍👦", 2],
    ["🇪🇬❤️☀️", 3],
    ["1️⃣", 1],
    ["👍👍👍👍", 0],
    ["👍 ok", 0],
    ["12", 0],
    ["مرحبا", 0],
    ["", 0],
    [" \n", 0],
  ])("%s counts %i", (text, count) => {
    expect(emojiCount(text)).toBe(count);
  });
});
