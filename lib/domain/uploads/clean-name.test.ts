import { expect, it } from "vitest";
import { MAX_FILE_NAME } from "@/lib/contracts/uploads";
import { cleanName } from "./clean-name";

it.each([
  ["report.pdf", "report.pdf"],
  ["تقرير ٢٠٢٦.pdf", "تقرير ٢٠٢٦.pdf"],
  ["cafe\u0301.txt", "café.txt"],
  ["../../etc/passwd", "passwd"],
  ["..\\..\\windows\\system32\\cmd.exe", "cmd.exe"],
  ["C:\\fakepath\\a.txt", "a.txt"],
  ["/etc/", "file"],
  ["..", "file"],
  ["", "file"],
  [".htaccess", "htaccess"],
  ["a\u0000b.txt", "ab.txt"],
  ["a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"],
  ["photo\u202egpj.exe", "photogpj.exe"],
  ["\u2066\u200f\u200b", "file"],
  ['a"b<c>d|e?f*.txt', "a_b_c_d_e_f_.txt"],
  ["a \t  b.txt ", "a b.txt"],
  ["half\ud800.txt", "half.txt"],
  ["archive.tar.gz", "archive.tar.gz"],
  [".pdf", "pdf"],
])("calls %j %j", (name, clean) => {
  expect(cleanName(name, "file")).toBe(clean);
});

it("is at most 120 characters long, keeps the extension, and cuts no character in two", () => {
  const long = cleanName(`${"a".repeat(500)}.pdf`, "file");
  expect(long).toHaveLength(MAX_FILE_NAME);
  expect(long.endsWith("a.pdf")).toBe(true);
  const emoji = cleanName(`${"😀".repeat(300)}.pdf`, "file");
  expect(emoji.length).toBeLessThanOrEqual(MAX_FILE_NAME);
  expect(emoji).not.toMatch(/\p{Surrogate}/u);
});

it("has the extension that its content has", () => {
  expect(cleanName("holiday.HEIC.exe", "image", "jpg")).toBe("holiday.HEIC.jpg");
  expect(cleanName("holiday.JPEG", "image", "jpg")).toBe("holiday.JPEG");
  expect(cleanName("moving.gif", "image", "webp")).toBe("moving.webp");
  expect(cleanName("", "image", "png")).toBe("image.png");
});
