import { existsSync } from "node:fs";
import sharp from "sharp";
import { expect, test } from "vitest";
import manifest from "./manifest";

const file = (address: string) => new URL(`.${address}`, import.meta.url);

test("the app's icons are there, as large as they say, for any shape of a phone", async () => {
  const { icons = [] } = manifest();
  for (const { src, sizes } of icons) {
    expect(existsSync(file(src)), src).toBe(true);
    const { width, height, hasAlpha } = await sharp(file(src).pathname).metadata();
    if (sizes !== "any") expect({ sizes: `${width}x${height}`, hasAlpha }).toEqual({ sizes, hasAlpha: false });
  }
  expect(icons.map(({ purpose }) => purpose)).toContain("maskable");
});

test("the app opens where Nida begins", () => {
  const { start_url, scope, display } = manifest();
  expect({ start_url, scope, display }).toEqual({ start_url: "/chat", scope: "/", display: "standalone" });
});
