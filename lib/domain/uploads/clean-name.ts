import { MAX_FILE_NAME } from "@/lib/contracts/uploads";
import { beginningOf } from "@/lib/text/beginning";

// Controls, and what turns the direction of writing: "exe.gpj" may not look like "jpg.exe".
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const deceiving = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu;
// Neither in Windows' names nor needed in any.
const forbidden = /[<>:"|?*]/g;

/**
 * A file's name as people may see and save it: no path, nothing invisible, at most 120 characters with its extension
 * kept. What nothing is left of is called `fallback`. With `extension` it gets that one instead of its own.
 */
export function cleanName(name: string, fallback: string, extension?: string): string {
  const last = name.replaceAll("\\", "/").split("/").at(-1) ?? "";
  const plain = last
    .normalize("NFC")
    .replace(deceiving, "")
    .replace(forbidden, "_")
    .replace(/\s+/g, " ")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const [, stem = "", own = ""] = /^(.*?)(\.[^.\s]{1,15})?$/u.exec(plain) ?? [];
  const ending = extension === undefined || sameExtension(own, extension) ? own : `.${extension}`;
  return (beginningOf(stem, MAX_FILE_NAME - ending.length).trimEnd() || fallback) + ending;
}

function sameExtension(own: string, extension: string): boolean {
  const bare = own.slice(1).toLowerCase();
  return bare === extension || (bare === "jpeg" && extension === "jpg");
}
