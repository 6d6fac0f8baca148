import { createHash, createHmac } from "node:crypto";
import type { PusherApp } from "@/lib/server/env";
import { isSameSecret } from "@/lib/server/same-secret";

/** A request's signature counts for so long, either way, in seconds: clocks differ. */
const CLOCK_TOLERANCE_S = 600;

function hmac(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}

/** `key:signature`, as Pusher's clients pass it on. */
export function sign(app: PusherApp, text: string): string {
  return `${app.key}:${hmac(app.secret, text)}`;
}

export function isSigned(app: PusherApp, text: string, auth: string): boolean {
  return isSameSecret(auth, sign(app, text));
}

/** A call as its headers tell it. */
export interface Address {
  method: string;
  path: string;
  query: Record<string, string>;
}

export interface ApiCall extends Address {
  body: string;
}

const md5 = (body: string) => createHash("md5").update(body).digest("hex");

/** What Pusher's HTTP API signs: method, path and the other parameters in order, a line each. */
function textOf({ method, path, query }: Address): string {
  const { auth_signature: _, ...signed } = query;
  const pairs = Object.entries(signed).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return [method, path, pairs.map(([name, value]) => `${name}=${value}`).join("&")].join("\n");
}

/** The query that makes a call of Pusher's HTTP API ours. */
export function signedQuery(app: PusherApp, call: ApiCall, now: Date): URLSearchParams {
  const query: Record<string, string> = {
    ...call.query,
    auth_key: app.key,
    auth_timestamp: String(Math.floor(now.getTime() / 1000)),
    auth_version: "1.0",
    ...(call.body && { body_md5: md5(call.body) }),
  };
  return new URLSearchParams({ ...query, auth_signature: hmac(app.secret, textOf({ ...call, query })) });
}

/**
 * What is wrong with a call's signature; null when it is this app's and fresh. It stands in the address and covers the
 * body's digest, so it tells before anything of a body is read whether one need be (`isSignedBody`).
 */
export function faultOf(app: PusherApp, call: Address, now: Date, toleranceS = CLOCK_TOLERANCE_S): string | null {
  const { auth_key, auth_timestamp, auth_signature } = call.query;
  if (auth_key !== app.key) return "unknown auth_key";
  const age = now.getTime() / 1000 - Number(auth_timestamp);
  if (!/^\d{1,12}$/.test(auth_timestamp ?? "") || Math.abs(age) > toleranceS) return "auth_timestamp expired";
  return isSameSecret(auth_signature ?? "", hmac(app.secret, textOf(call))) ? null : "invalid auth_signature";
}

/** Whether this is the body that the signature of its call covers. */
export function isSignedBody({ query, body }: ApiCall): boolean {
  return body === "" || query.body_md5 === md5(body);
}
