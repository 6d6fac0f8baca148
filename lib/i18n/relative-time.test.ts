import { describe, expect, test } from "vitest";
import { ago } from "./relative-time";

const now = Date.parse("2026-01-25T10:00:00Z");
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

describe("how long ago", () => {
  test.each([
    [-30, "الآن", "just now"],
    [0, "الآن", "just now"],
    [59, "الآن", "just now"],
    [minute, "منذ دقيقة", "1 minute ago"],
    [2 * minute, "منذ دقيقتين", "2 minutes ago"],
    [3 * minute, "منذ 3 دقائق", "3 minutes ago"],
    [5 * minute, "منذ 5 دقائق", "5 minutes ago"],
    [10 * minute, "منذ 10 دقائق", "10 minutes ago"],
    [11 * minute, "منذ 11 دقيقة", "11 minutes ago"],
    [59 * minute + 59, "منذ 59 دقيقة", "59 minutes ago"],
    [hour, "منذ ساعة", "1 hour ago"],
    [2 * hour, "منذ ساعتين", "2 hours ago"],
    [3 * hour, "منذ 3 ساعات", "3 hours ago"],
    [23 * hour, "منذ 23 ساعة", "23 hours ago"],
    [day, "منذ يوم", "1 day ago"],
    [2 * day, "منذ يومين", "2 days ago"],
    [6 * day, "منذ 6 أيام", "6 days ago"],
    [7 * day, "منذ أسبوع", "1 week ago"],
    [14 * day, "منذ أسبوعين", "2 weeks ago"],
    [29 * day, "منذ 4 أسابيع", "4 weeks ago"],
    [30 * day, "منذ شهر", "1 month ago"],
    [60 * day, "منذ شهرين", "2 months ago"],
    [150 * day, "منذ 5 أشهر", "5 months ago"],
    [340 * day, "منذ 11 شهرًا", "11 months ago"],
    [365 * day, "منذ سنة", "1 year ago"],
    [730 * day, "منذ سنتين", "2 years ago"],
    [5 * 365 * day, "منذ 5 سنوات", "5 years ago"],
    [12 * 365 * day, "منذ 12 سنة", "12 years ago"],
  ])("%i seconds", (seconds, arabic, english) => {
    const then = new Date(now - seconds * 1000);
    expect([ago(then, now, "ar"), ago(then.toISOString(), now, "en")]).toEqual([arabic, english]);
  });
});
