import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { derivedSecret, keptSecret } from "./secret";
import { settingShapes } from "./setting-shapes";

/** What is wrong with one setting. */
export interface SettingFault {
  name: string;
  wrong: string;
  expected: string;
}

/** Every bad setting at once, so that one correction is enough. */
export class SettingsError extends Error {
  readonly faults: SettingFault[];

  constructor(faults: SettingFault[]) {
    const lines = faults.map(({ name, wrong, expected }) => `  ${name}: ${wrong}; expected ${expected}`);
    super(`These settings need correcting:\n${lines.join("\n")}`);
    this.name = "SettingsError";
    this.faults = faults;
  }
}

const environment = z.object(settingShapes);
type Environment = z.output<typeof environment>;

/** An app of Pusher's: what clients name (key) and what signatures are made with (secret). */
export interface PusherApp {
  appId: string;
  key: string;
  secret: string;
}

export interface PusherSettings extends PusherApp {
  cluster: string | null;
  host: string | null;
  port: number;
  scheme: "http" | "https";
}

export interface S3Settings {
  /** without a slash at the end */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface WebhookSettings {
  urls: string[];
  /** as Standard Webhooks writes secrets: `whsec_` and base64 */
  secret: string;
}

/** Every choice of the operator, made once at start. */
export interface Settings {
  port: number;
  host: string | null;
  dataDir: string;
  databaseUrl: string;
  database: "sqlite" | "postgresql";
  redisUrl: string | null;
  /** files on this machine: all of them, or with a bucket those that are just coming in */
  uploadDir: string;
  /** null where files stay on this machine */
  s3: S3Settings | null;
  /** without a slash at the end; null while only requests tell */
  publicUrl: string | null;
  secret: string;
  socketUrl: string | null;
  allowedOrigins: string[];
  /** addresses and networks, besides this machine, whose word counts on where a request comes from */
  trustedProxies: string[];
  broadcastDriver: "local" | "pusher" | "log";
  /** as PUSHER_* say; null without them */
  pusher: PusherSettings | null;
  /** the app of this server's own Pusher door: as PUSHER_* say, else made of the secret */
  pusherApp: PusherApp;
  /** servers that are told what happened; null without any */
  webhooks: WebhookSettings | null;
  ringTimeoutMs: number;
  callGraceMs: number;
  stunUrls: string[];
  turnUrls: string[];
  turnSecret: string | null;
  maxUploadBytes: number;
  /** false only in load tests: say so loudly */
  rateLimit: boolean;
  /** who shows it may read the metrics; without it only this machine itself */
  metricsToken: string | null;
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  defaultLocale: "ar" | "en";
  /** a platform may stop this process between two requests, and keeps no file of it */
  serverless: boolean;
}

/** A body of this size passes every platform that sets a limit of its own. In megabytes. */
const SERVERLESS_UPLOAD_MB = 4;

/** What a process is: all of Nida, the pages and REST alone (plain Next), or the sockets alone. */
export type Role = "whole" | "web" | "socket";

function isServerless(env: Partial<Environment>, role: Role): boolean {
  return role === "web" && env.VERCEL !== undefined;
}

/** Settings that only make sense together, or that a role cannot do without. */
function combinations(env: Partial<Environment>, role: Role): SettingFault[] {
  const faults: SettingFault[] = [];
  const missing = (name: keyof Environment, wrong: string) =>
    faults.push({ name, wrong, expected: environment.shape[name].description ?? "" });
  const pusher = ["PUSHER_APP_ID", "PUSHER_APP_KEY", "PUSHER_APP_SECRET"] as const;
  const given = [...pusher, "PUSHER_APP_CLUSTER", "PUSHER_HOST"] as const;
  const wanted = env.BROADCAST_DRIVER === "pusher" || given.some((name) => env[name]);
  for (const name of pusher) {
    if (wanted && !env[name]) missing(name, "missing, though other Pusher settings are there");
  }
  if (env.BROADCAST_DRIVER === "pusher" && !env.PUSHER_APP_CLUSTER && !env.PUSHER_HOST) {
    missing("PUSHER_APP_CLUSTER", "missing, and so is PUSHER_HOST");
  }
  const bucket = ["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;
  const bucketWanted = env.S3_REGION || bucket.some((name) => env[name]);
  for (const name of bucket) {
    if (bucketWanted && !env[name]) missing(name, "missing, though other S3 settings are there");
  }
  if (env.TURN_URLS?.length && !env.TURN_SECRET) missing("TURN_SECRET", "missing, though TURN_URLS is there");
  if (env.TURN_SECRET && !env.TURN_URLS?.length) missing("TURN_URLS", "missing, though TURN_SECRET is there");
  if (env.WEBHOOK_URLS?.length && !env.WEBHOOK_SECRET) {
    missing("WEBHOOK_SECRET", "missing, though WEBHOOK_URLS is there");
  }
  if (env.WEBHOOK_SECRET && !env.WEBHOOK_URLS?.length) {
    missing("WEBHOOK_URLS", "missing, though WEBHOOK_SECRET is there");
  }
  if (env.DATABASE_URL?.startsWith("postgres") && !env.NEXTAUTH_SECRET) {
    missing("NEXTAUTH_SECRET", "missing, though several nodes may share the PostgreSQL database");
  }
  if (role !== "whole" && !env.SOCKET_URL) missing("SOCKET_URL", "missing: where browsers reach the socket host");
  if (role === "socket" && !env.NEXTAUTH_URL && !env.ALLOWED_ORIGINS?.length) {
    missing("ALLOWED_ORIGINS", "missing, and so is NEXTAUTH_URL: which pages may open sockets here");
  }
  if (isServerless(env, role)) {
    const postgres = env.DATABASE_URL?.startsWith("postgres");
    if (!postgres) missing("DATABASE_URL", "no PostgreSQL, though this platform keeps no files");
    if (!env.S3_BUCKET) missing("S3_BUCKET", "missing, though this platform keeps no files");
  }
  return faults;
}

/**
 * Reads the environment, DATA_DIR included: the secret is made there at the first start on one machine.
 * An empty variable counts as absent.
 * @throws SettingsError naming every bad setting
 */
export function readSettings(env: Record<string, string | undefined>, role: Role = "whole"): Settings {
  const written = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const faults: SettingFault[] = [];
  const good: Record<string, string | undefined> = {};
  for (const [name, shape] of Object.entries(settingShapes)) {
    const value = written[name]?.trim();
    if (shape.safeParse(value).success) good[name] = value;
    else {
      const secret = /SECRET|TOKEN|URL/.test(name);
      faults.push({ name, wrong: secret ? "not valid" : `"${value}" is not valid`, expected: shape.description ?? "" });
    }
  }
  const known = environment.parse(good);
  const named = new Set(faults.map(({ name }) => name));
  faults.push(...combinations(known, role).filter(({ name }) => !named.has(name)));
  if (faults.length > 0) throw new SettingsError(faults);
  return toSettings(known, isServerless(known, role));
}

function toSettings(env: Environment, serverless: boolean): Settings {
  const dataDir = resolve(env.DATA_DIR ?? (serverless ? join(tmpdir(), "nida") : "data"));
  const uploadMb = serverless ? Math.min(env.MAX_UPLOAD_MB, SERVERLESS_UPLOAD_MB) : env.MAX_UPLOAD_MB;
  const postgres = env.DATABASE_URL?.startsWith("postgres") ?? false;
  const file = resolve(env.DATABASE_URL?.replace(/^file:/, "") ?? `${dataDir}/nida.db`);
  const secret = env.NEXTAUTH_SECRET ?? keptSecret(dataDir, file);
  const pusher = pusherOf(env);
  return {
    port: env.PORT,
    host: env.HOST ?? null,
    dataDir,
    databaseUrl: postgres && env.DATABASE_URL ? env.DATABASE_URL : `file:${file}`,
    database: postgres ? "postgresql" : "sqlite",
    redisUrl: env.REDIS_URL ?? null,
    uploadDir: resolve(env.UPLOAD_DIR ?? `${dataDir}/uploads`),
    s3: s3Of(env),
    publicUrl: env.NEXTAUTH_URL ?? null,
    secret,
    socketUrl: env.SOCKET_URL ?? null,
    allowedOrigins: env.ALLOWED_ORIGINS,
    trustedProxies: env.TRUSTED_PROXIES,
    broadcastDriver: env.BROADCAST_DRIVER,
    pusher,
    pusherApp: pusher ?? ownPusherApp(secret),
    webhooks: env.WEBHOOK_SECRET ? { urls: [...new Set(env.WEBHOOK_URLS)], secret: env.WEBHOOK_SECRET } : null,
    ringTimeoutMs: env.RING_TIMEOUT_MS,
    callGraceMs: env.CALL_GRACE_MS,
    stunUrls: env.STUN_URLS,
    turnUrls: env.TURN_URLS,
    turnSecret: env.TURN_SECRET ?? null,
    maxUploadBytes: uploadMb * 1024 * 1024,
    rateLimit: env.RATE_LIMIT === "on",
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
    defaultLocale: env.DEFAULT_LOCALE,
    serverless,
  };
}

function pusherOf(env: Environment): PusherSettings | null {
  if (!env.PUSHER_APP_ID || !env.PUSHER_APP_KEY || !env.PUSHER_APP_SECRET) return null;
  return {
    appId: env.PUSHER_APP_ID,
    key: env.PUSHER_APP_KEY,
    secret: env.PUSHER_APP_SECRET,
    cluster: env.PUSHER_APP_CLUSTER ?? null,
    host: env.PUSHER_HOST ?? null,
    port: env.PUSHER_PORT,
    scheme: env.PUSHER_SCHEME,
  };
}

/** The same on every node that has the same secret, and after every restart. */
function ownPusherApp(secret: string): PusherApp {
  return {
    appId: "nida",
    key: derivedSecret(secret, "pusher key").slice(0, 20),
    secret: derivedSecret(secret, "pusher secret"),
  };
}

function s3Of(env: Environment): S3Settings | null {
  if (!env.S3_ENDPOINT || !env.S3_BUCKET || !env.S3_ACCESS_KEY_ID || !env.S3_SECRET_ACCESS_KEY) return null;
  return {
    endpoint: env.S3_ENDPOINT,
    bucket: env.S3_BUCKET,
    region: env.S3_REGION ?? "us-east-1",
    accessKeyId: env.S3_ACCESS_KEY_ID,
    secretAccessKey: env.S3_SECRET_ACCESS_KEY,
  };
}
