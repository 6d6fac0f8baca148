import { expect, it } from "vitest";
import { fileSize } from "./file-size";

it.each([
  [0, "0 bytes", "0 بايت"],
  [840, "840 bytes", "840 بايت"],
  [1024, "1 kB", "1 ك.ب"],
  [860_160, "840 kB", "840 ك.ب"],
  [1_048_575, "1 MB", "1 م.ب"],
  [1_258_291, "1.2 MB", "1.2 م.ب"],
  [26_214_400, "25 MB", "25 م.ب"],
  [5_368_709_120, "5 GB", "5 غ.ب"],
])("%d bytes are %s", (bytes, english, arabic) => {
  expect(fileSize(bytes, "en")).toBe(english);
  expect(fileSize(bytes, "ar")).toBe(arabic);
});
