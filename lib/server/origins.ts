import type { IncomingHttpHeaders } from "node:http";
import { originOf } from "./caller";
import { resources } from "./resources";

/** Origins of pages inside installed apps (Capacitor, Ionic, Tauri): no website can have a scheme of these. */
const native = /^(capacitor|ionic|tauri):\/\/localhost$/;

export type OriginKind = "own" | "allowed" | "foreign";

/** Whose page asks (RFC 6454): ours, one that ALLOWED_ORIGINS lists or an app's, or somebody's. Null: no page asks. */
export function originKind(headers: IncomingHttpHeaders): OriginKind | null {
  const { origin } = headers;
  if (!origin) return null;
  if (origin === originOf(headers)) return "own";
  return native.test(origin) || resources().settings.allowedOrigins.includes(origin) ? "allowed" : "foreign";
}
