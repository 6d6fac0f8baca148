import { isIP } from "node:net";
import { z } from "zod";

const whole = (least: number, most: number, absent: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((n) => n >= least && n <= most)
    .optional()
    .default(absent)
    .describe(`a whole number from ${least} to ${most}`);

function isUrl(text: string, protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

const webUrl = z
  .string()
  .refine((text) => isUrl(text, ["http:", "https:"]))
  .transform((text) => text.replace(/\/+$/, ""))
  .optional()
  .describe("a URL like https://chat.example.org");

const list = (each: { test(part: string): boolean }, like: string) =>
  z
    .string()
    .transform((text) => text.split(",").flatMap((part) => part.trim() || []))
    .refine((parts) => parts.every((part) => each.test(part)))
    .optional()
    .default([])
    .describe(`a comma-separated list like ${like}`);

const oneOf = <const T extends [string, ...string[]]>(names: T, absent: T[number]) =>
  z
    .enum(names)
    .optional()
    .default(absent)
    .describe(`one of ${names.join(", ")}`);

/** An address, or a network in CIDR notation (RFC 4632, RFC 4291). */
const network = {
  test(part: string) {
    const [address = "", bits = "0", ...more] = part.split("/");
    const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    return more.length === 0 && /^\d+$/.test(bits) && Number(bits) <= longest;
  },
};

const text = (shape: RegExp, like: string) => z.string().regex(shape).optional().describe(like);

/** A name and password, or a fragment, would never arrive (Fetch). */
const webhookUrl = {
  test: (part: string) => isUrl(part, ["http:", "https:"]) && !/[@#]/.test(part),
};

/** As Standard Webhooks writes secrets: 24 to 64 bytes in base64. */
function isWebhookSecret(text: string): boolean {
  const bytes = Buffer.from(text.replace(/^whsec_/, ""), "base64");
  return text === `whsec_${bytes.toString("base64")}` && bytes.length >= 24 && bytes.length <= 64;
}

/** The environment as people write it; each description says what is expected. */
export const settingShapes = {
  PORT: whole(0, 65_535, 3000),
  HOST: text(/^[\w.:-]+$/, "an address or host name to listen on"),
  DATA_DIR: text(/./, "a folder"),
  DATABASE_URL: z
    .string()
    .refine((url) => /^file:.+/.test(url) || isUrl(url, ["postgres:", "postgresql:"]))
    .optional()
    .describe("file:path/to/nida.db, or postgres://user:password@host:5432/name"),
  REDIS_URL: z
    .string()
    .refine((url) => isUrl(url, ["redis:", "rediss:"]))
    .optional()
    .describe("redis://host:6379"),
  UPLOAD_DIR: text(/./, "a folder"),
  S3_ENDPOINT: webUrl,
  S3_BUCKET: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of a bucket"),
  S3_REGION: text(/^[\w-]+$/, "a region like eu-central-1"),
  S3_ACCESS_KEY_ID: text(/^\S+$/, "the id of an access key to the bucket"),
  S3_SECRET_ACCESS_KEY: text(/^\S+$/, "the secret of that access key"),
  NEXTAUTH_URL: webUrl,
  NEXTAUTH_SECRET: text(/^.{16,}$/, "at least 16 characters, as `openssl rand -base64 32` makes them"),
  SOCKET_URL: webUrl,
  ALLOWED_ORIGINS: list(/^https?:\/\/[^/?#]+$/, "https://chat.example.org,https://app.example.org"),
  TRUSTED_PROXIES: list(network, "10.0.0.5,172.16.0.0/12"),
  BROADCAST_DRIVER: oneOf(["local", "pusher", "log"], "local"),
  PUSHER_APP_ID: text(/^[\w-]+$/, "the id of the Pusher app"),
  PUSHER_APP_KEY: text(/^[\w-]+$/, "the key of the Pusher app"),
  PUSHER_APP_SECRET: text(/^\S+$/, "the secret of the Pusher app"),
  PUSHER_APP_CLUSTER: text(/^[\w-]+$/, "a cluster like eu"),
  PUSHER_HOST: text(/^[\w.-]+$/, "a host name"),
  PUSHER_PORT: whole(1, 65_535, 443),
  PUSHER_SCHEME: oneOf(["https", "http"], "https"),
  WEBHOOK_URLS: list(webhookUrl, "https://push.example.org/nida"),
  WEBHOOK_SECRET: z
    .string()
    .refine(isWebhookSecret)
    .optional()
    .describe("`whsec_` and 24 to 64 bytes in base64, as `echo whsec_$(openssl rand -base64 32)` makes it"),
  RING_TIMEOUT_MS: whole(1000, 600_000, 45_000),
  CALL_GRACE_MS: whole(1000, 600_000, 15_000),
  STUN_URLS: list(/^stuns?:[^\s,]+$/, "stun:stun.example.org:3478"),
  TURN_URLS: list(/^turns?:[^\s,]+$/, "turn:turn.example.org:3478,turns:turn.example.org:5349"),
  TURN_SECRET: text(/^\S+$/, "the static-auth-secret of the TURN server"),
  MAX_UPLOAD_MB: whole(1, 1024, 25),
  RATE_LIMIT: oneOf(["on", "off"], "on"),
  METRICS_TOKEN: text(/^\S{16,}$/, "at least 16 characters, as `openssl rand -hex 16` makes them"),
  LOG_LEVEL: oneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"], "info"),
  DEFAULT_LOCALE: oneOf(["ar", "en"], "ar"),
  VERCEL: text(/./, "what the platform of that name sets by itself"),
};
