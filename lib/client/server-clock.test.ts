import { expect, test } from "vitest";
import { createServerClock } from "./server-clock";

const noon = "2026-01-25T12:00:00.000Z";
const at = Date.parse(noon);

test("knows nothing before the first answer", () => {
  expect(createServerClock().local(noon)).toBeNull();
});

test("an answer is taken to have left half way between question and receipt", () => {
  const clock = createServerClock();
  clock.note(1000, 1200, at);
  expect(clock.local(noon)).toBe(1100);
});

test("a slower answer does not replace a surer one; a faster one does", () => {
  const clock = createServerClock();
  clock.note(at + 1000, at + 1040, at + 20);
  clock.note(at + 2000, at + 3000, at + 1100);
  expect(clock.local(noon)).toBe(at + 1000);
  clock.note(at + 4000, at + 4010, at + 3009);
  expect(clock.local(noon)).toBe(at + 996);
});

test("a clock that was set is believed anew", () => {
  const clock = createServerClock();
  clock.note(at, at + 10, at + 5);
  clock.note(at + 60_000, at + 60_200, at + 100);
  expect(clock.local(noon)).toBe(at + 60_000);
});

test("an answer without a time, or one during which the clock went back, says nothing", () => {
  const clock = createServerClock();
  clock.note(0, 10, Number.NaN);
  clock.note(10, 0, at);
  expect(clock.local(noon)).toBeNull();
});
