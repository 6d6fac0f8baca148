import type { ByteRange } from "@/lib/domain/context";

/**
 * What a Range header asks of `size` bytes (RFC 9110, 14.1.2): one range; "none" that could be served; or null for the
 * whole, also when it asks for several at once or for what is no range of bytes.
 */
export function rangeOf(header: string | null, size: number): ByteRange | "none" | null {
  const asked = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? "");
  if (!asked) return null;
  const [, first = "", last = ""] = asked;
  if (first === "" && last === "") return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== "" && last !== "" && Number(last) < start) return null;
  return start > end ? "none" : { start, end };
}
