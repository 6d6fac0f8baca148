import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Oklch = [lightness: number, chroma: number, hue: number];

const css = readFileSync(new URL("./globals.css", import.meta.url), "utf8");
const colour = "oklch\\(([\\d. ]+?)\\)";
const tokens = new Map(
  [...css.matchAll(new RegExp(`--([\\w-]+): light-dark\\(${colour}, ${colour}\\);`, "g"))].map((match) => {
    const read = (text = ""): Oklch => {
      const [lightness = Number.NaN, chroma = Number.NaN, hue = Number.NaN] = text.split(" ").map(Number);
      return [lightness, chroma, hue];
    };
    return [match[1], { light: read(match[2]), dark: read(match[3]) }];
  }),
);

/** Relative luminance (WCAG 2.2) of an OKLCH colour clipped to sRGB. */
function luminance([l, c, h]: Oklch): number {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (x: number) => Math.min(1, Math.max(0, x));
  return (
    0.2126 * clip(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short) +
    0.7152 * clip(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short) +
    0.0722 * clip(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short)
  );
}

function contrast(one: Oklch, other: Oklch): number {
  const [low, high] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (Number(high) + 0.05) / (Number(low) + 0.05);
}

function between(one: string, other: string, theme: "light" | "dark"): number {
  const [a, b] = [tokens.get(one), tokens.get(other)];
  if (!a || !b) throw new Error(`no token ${a ? other : one} in globals.css`);
  return contrast(a[theme], b[theme]);
}

const pairs = (on: Record<string, string[]>) =>
  Object.entries(on).flatMap(([ground, names]) => names.map((name) => [name, ground] as const));

const texts = pairs({
  paper: ["ink", "soft", "brand-ink", "yes-ink", "no-ink", "amber"],
  surface: ["ink", "soft", "brand-ink", "yes-ink", "no-ink", "amber"],
  sunk: ["ink", "soft", "brand-ink", "no-ink", "amber"],
  mine: ["ink", "soft", "brand-ink"],
  "brand-wash": ["ink", "soft", "brand-ink", "amber"],
  "amber-wash": ["ink", "amber"],
  "no-wash": ["ink", "no-ink"],
  brand: ["on-brand"],
  yes: ["on-fill"],
  no: ["on-fill"],
  live: ["on-fill"],
});

const controls = pairs({
  paper: ["edge", "brand", "yes", "no"],
  surface: ["edge", "brand", "yes", "no"],
  sunk: ["edge", "brand"],
  mine: ["brand"],
  "brand-wash": ["brand"],
});

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test.each(texts)("text %s is readable on %s", (name, ground) => {
    expect(between(name, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(controls)("the control colour %s stands out on %s", (name, ground) => {
    expect(between(name, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});

test("initials are readable on every hue in both themes", () => {
  const faces = [
    ...css.matchAll(/: light-dark\(oklch\(([\d.]+) ([\d.]+) var\(--hue\)\), oklch\(([\d.]+) ([\d.]+)/g),
  ].map((match) => match.slice(1).map(Number));
  expect(faces).toHaveLength(2);
  for (let hue = 0; hue < 360; hue += 5) {
    for (const at of [0, 2]) {
      const [ground, ink] = faces.map((face): Oklch => [face[at] ?? Number.NaN, face[at + 1] ?? Number.NaN, hue]);
      if (!ground || !ink) throw new Error("the face utility lacks a colour");
      expect(contrast(ground, ink)).toBeGreaterThanOrEqual(4.5);
    }
  }
});
