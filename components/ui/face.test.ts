import { expect, test } from "vitest";
import { hueOf, initialOf } from "./face";

test("a hue is stable, within the wheel, and the same for a number and its digits", () => {
  expect(hueOf(5)).toBe(hueOf("5"));
  for (let id = 0; id < 500; id++) {
    expect(hueOf(id)).toBeGreaterThanOrEqual(0);
    expect(hueOf(id)).toBeLessThanOrEqual(360);
  }
});

test("neighbouring ids differ visibly", () => {
  const hues = [1, 2, 3, 4, 5].map(hueOf);
  expect(new Set(hues.map((hue) => Math.round(hue / 15))).size).toBe(5);
});

test.each([
  ["sara", "S"],
  ["  أحمد محمد", "أ"],
  ["“Lina”", "L"],
  ["👩‍🚀 Mae", "👩‍🚀"],
  ["   ", "?"],
])("the initial of %j is %j", (name, initial) => {
  expect(initialOf(name)).toBe(initial);
});
