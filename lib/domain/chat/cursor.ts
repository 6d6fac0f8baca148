import { refuseField } from "@/lib/domain/errors";

/** Numbers and words made opaque: whoever pages need not know what they mean, and must not build on it. */
export function encodeCursor(...parts: (string | number)[]): string {
  return Buffer.from(parts.join("."), "utf8").toString("base64url");
}

/** The capture groups of what `encodeCursor` was given. @throws OperationError `validation_failed` for "cursor" */
export function decodeCursor(cursor: string, form: RegExp): string[] {
  const match = form.exec(Buffer.from(cursor, "base64url").toString("utf8"));
  if (!match) throw refuseField("cursor", "invalid_value");
  return match.slice(1);
}

/** A decoded id or rev that both databases' integers can hold. @throws as `decodeCursor` */
export function position(text: string | undefined): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 2_147_483_647)) throw refuseField("cursor", "invalid_value");
  return value;
}
