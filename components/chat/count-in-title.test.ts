import { expect, test } from "vitest";
import { titleWithCount } from "./count-in-title";

test.each([
  ["Nida", 3, "(3) Nida"],
  ["(3) Nida", 4, "(4) Nida"],
  ["(4) Nida", 0, "Nida"],
  ["(2026) نداء", 120, "(120) نداء"],
  ["Nida (3) x", 1, "(1) Nida (3) x"],
])("%s with %i unread", (title, count, shown) => {
  expect(titleWithCount(title, count)).toBe(shown);
});
