import { describe, expect, test } from "vitest";
import { clock, dayLabel, daysBetween, duration, fullDate, listTime } from "./time";

const zone = "Asia/Riyadh";
// A Sunday, 00:30 in Riyadh, still Saturday in UTC.
const now = "2026-01-24T21:30:00Z";

describe("times of the reader's zone", () => {
  test("the clock has 24 hours and Latin digits in both languages", () => {
    expect(clock("2026-01-24T06:05:00Z", "ar", zone)).toBe("09:05");
    expect(clock(now, "en", zone)).toBe("00:30");
    expect(clock(now, "en", "UTC")).toBe("21:30");
  });

  test("a day turns at the reader's midnight", () => {
    expect(daysBetween("2026-01-24T20:59:00Z", now, zone)).toBe(1);
    expect(daysBetween("2026-01-24T20:59:00Z", now, "UTC")).toBe(0);
    expect(daysBetween("2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z", "Europe/Berlin")).toBe(2);
  });

  test("a day is called today, yesterday, by its weekday, then by its date", () => {
    const label = (at: string) => [dayLabel(at, now, "ar", zone), dayLabel(at, now, "en", zone)];
    expect(label("2026-01-24T21:10:00Z")).toEqual(["اليوم", "Today"]);
    expect(label("2026-01-24T12:00:00Z")).toEqual(["أمس", "Yesterday"]);
    expect(label("2026-01-20T12:00:00Z")).toEqual(["الثلاثاء", "Tuesday"]);
    expect(label("2026-01-18T12:00:00Z")).toEqual(["18 يناير 2026", "18 January 2026"]);
    expect(label("2026-02-01T12:00:00Z")).toEqual(["1 فبراير 2026", "1 February 2026"]);
  });

  test("a list shows the shortest time that tells enough", () => {
    const list = (at: string) => [listTime(at, now, "ar", zone), listTime(at, now, "en", zone)];
    expect(list("2026-01-24T21:10:00Z")).toEqual(["00:10", "00:10"]);
    expect(list("2026-01-24T12:00:00Z")).toEqual(["أمس", "Yesterday"]);
    expect(list("2026-01-20T12:00:00Z")).toEqual(["الثلاثاء", "Tue"]);
    expect(list("2026-01-10T12:00:00Z").map((text) => text.replace(/\u200f/g, ""))).toEqual([
      "10/1/2026",
      "10/01/2026",
    ]);
  });

  test("a date is written out", () => {
    expect(fullDate("2026-01-25T10:00:00Z", "ar", "UTC")).toBe("25 يناير 2026");
  });
});

test.each([
  [0, "00:00"],
  [1.9, "00:01"],
  [252, "04:12"],
  [3599, "59:59"],
  [3600, "1:00:00"],
  [36_061, "10:01:01"],
  [-5, "00:00"],
])("a length of %d s is %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
