import { expect, it } from "vitest";
import { rangeOf } from "./byte-range";

it.each([
  ["bytes=0-0", { start: 0, end: 0 }],
  ["bytes=0-", { start: 0, end: 9 }],
  ["bytes=3-5", { start: 3, end: 5 }],
  ["bytes=3-500", { start: 3, end: 9 }],
  ["Bytes=-4", { start: 6, end: 9 }],
  ["bytes=-400", { start: 0, end: 9 }],
  ["bytes=10-", "none"],
  ["bytes=10-12", "none"],
  ["bytes=-0", "none"],
  [null, null],
  ["bytes=5-3", null],
  ["bytes=-", null],
  ["bytes=0-1,3-4", null],
  ["bytes=a-b", null],
  ["lines=0-1", null],
])("of ten bytes %j asks for %j", (header, range) => {
  expect(rangeOf(header, 10)).toEqual(range);
});

it("of no bytes there is none to be had", () => {
  expect(rangeOf("bytes=0-0", 0)).toBe("none");
});
