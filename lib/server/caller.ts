import { randomUUID } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { decode } from "next-auth/jwt";
import type { Actor } from "@/lib/domain/context";
import { findSession, findSessionByToken, type LiveSession, touchSession } from "@/lib/domain/users/sessions";
import { fromAcceptLanguage, isLocale, type Locale } from "@/lib/i18n/locale";
import { isAddressed, REACHED } from "./front";
import { resources } from "./resources";
import type { LimitState } from "./throttle";

/** Who calls, from where, in which language: what a door knows before any operation runs. */
export interface Caller {
  actor: Actor | null;
  /** how the identity was shown; a cookie is sent by the browser unasked, so it needs the origin checked */
  via: "token" | "cookie" | null;
  locale: Locale;
  address: string;
  userAgent: string;
  /** scheme and host under which the caller reached this server, as the caller says */
  origin: string;
  /** the same where others may be told it: by the setting, or because it is where the connection came in; else "" */
  sharedOrigin: string;
  /** by which the logs of all nodes know this request, or this command of a socket, and what came of it */
  requestId: string;
  /** told of each limit that this caller's calls count against */
  onCounted?(state: LimitState): void;
}

// NextAuth names the cookie by whether the public URL is https.
const sessionCookies = ["__Secure-next-auth.session-token", "next-auth.session-token"];

function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(";") ?? []) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return decoded(part.slice(at + 1).trim());
  }
  return null;
}

/** Null for what is no percent-encoding (RFC 3986, 2.1): anybody may send it. */
function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** The session id inside the browser's cookie; null when there is none or it is not ours. */
async function sessionIdOf(cookieHeader: string | undefined): Promise<string | null> {
  for (const name of sessionCookies) {
    const token = readCookie(cookieHeader, name);
    if (!token) continue;
    try {
      const claims = await decode({ token, secret: resources().settings.secret });
      return typeof claims?.sid === "string" ? claims.sid : null;
    } catch {
      return null;
    }
  }
  return null;
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** The origin a request was sent to, by its own headers or the setting NEXTAUTH_URL. */
export function originOf(headers: IncomingHttpHeaders): string {
  const { publicUrl } = resources().settings;
  if (publicUrl) return new URL(publicUrl).origin;
  const scheme = one(headers["x-forwarded-proto"])?.split(",")[0]?.trim() || "http";
  return `${scheme}://${one(headers["x-forwarded-host"]) ?? headers.host ?? "localhost"}`;
}

/** Where what others hear may lead. A name that only the caller has said is not told: clients would fetch from there. */
function sharedOriginOf(headers: IncomingHttpHeaders): string {
  const { settings, incoming } = resources();
  const origin = originOf(headers);
  // Where another program serves the routes, anybody may send the front's header.
  return settings.publicUrl || (incoming && isAddressed(origin, one(headers[REACHED]))) ? origin : "";
}

/** The id that the front wrote down; where another program serves the routes, a new one: there anybody may send one. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  return (resources().incoming && one(headers["x-request-id"])) ?? randomUUID();
}

/**
 * Finds out who calls: a Bearer token (RFC 6750) first, else the web session's cookie.
 * The session row is read every time, so a revoked one is over at once.
 */
export async function identify(headers: IncomingHttpHeaders, token?: string): Promise<Caller> {
  const { database } = resources();
  const bearer = token ?? /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const sessionId = bearer ? null : await sessionIdOf(headers.cookie);
  const now = new Date();
  const session = bearer
    ? await findSessionByToken(database.hot.read, bearer, now)
    : sessionId
      ? await findSession(database.hot.read, sessionId, now)
      : null;
  return callerOf(headers, session, bearer ? "token" : "cookie");
}

/** Whom a session that was found speaks for; without one, somebody whom nobody knows. */
export function callerOf(headers: IncomingHttpHeaders, session: LiveSession | null, via: "token" | "cookie"): Caller {
  const { database, settings } = resources();
  if (session) void touchSession(database, session, new Date()).catch(() => {});
  const accountLocale = isLocale(session?.locale) ? session.locale : null;
  return {
    actor: session ? { id: session.userId, sessionId: session.id } : null,
    via: session ? via : null,
    // A program says in each request which language it wants; the account's is the next best.
    locale: fromAcceptLanguage(headers["accept-language"]) ?? accountLocale ?? settings.defaultLocale,
    address: one(headers["x-real-ip"]) ?? "unknown",
    userAgent: (headers["user-agent"] ?? "").slice(0, 300),
    origin: originOf(headers),
    sharedOrigin: sharedOriginOf(headers),
    requestId: requestIdOf(headers),
  };
}
