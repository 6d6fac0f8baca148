import { expect, it } from "vitest";
import { deviceName } from "./device-name";

it.each([
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
    "Edge · Windows",
  ],
  ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604", "Safari · iOS"],
  ["Dart/3.5 (dart:io)", "Dart/3.5 (dart:io)"],
  ["", ""],
])("calls %j %j", (userAgent, name) => {
  expect(deviceName(undefined, userAgent)).toBe(name);
});

it("takes the client's own wish first, and never more of a program's name than fits", () => {
  expect(deviceName("هاتف سارة", "Dart/3.5")).toBe("هاتف سارة");
  expect(deviceName(undefined, "x".repeat(300))).toHaveLength(80);
});
