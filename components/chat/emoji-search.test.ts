import { describe, expect, it } from "vitest";
import { Emoji } from "@/lib/contracts/chat";
import { searchEmoji } from "./emoji-search";
import { quickEmoji } from "./quick-emoji";

describe("the emoji one can react with", () => {
  it("are all taken by the server, each there once", () => {
    const all = searchEmoji("");
    expect(all.length).toBeGreaterThan(100);
    expect(new Set(all).size).toBe(all.length);
    for (const emoji of [...all, ...quickEmoji]) expect(Emoji.safeParse(emoji).success, emoji).toBe(true);
  });

  it("are found by words of both languages, however spelled", () => {
    expect(searchEmoji("قهوه")).toEqual(["☕"]);
    expect(searchEmoji("Coffee")).toEqual(["☕"]);
    expect(searchEmoji("قلب")).toContain("💙");
    expect(searchEmoji("no such thing")).toEqual([]);
  });

  it("are any that is typed", () => {
    expect(searchEmoji(" 🦩 ")).toEqual(["🦩"]);
  });
});
