import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Role, readSettings, SettingsError } from "./env";
import { keptSecret } from "./secret";
import type { settingShapes } from "./setting-shapes";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nida-env-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const secret = "s".repeat(32);
const read = (env: Record<string, string> = {}, role?: Role) => readSettings({ DATA_DIR: folder, ...env }, role);

function faultsOf(env: Record<string, string>, role?: Role): string[] {
  try {
    read(env, role);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map(({ name }) => name).sort();
    throw error;
  }
  return [];
}

test("one machine needs no setting at all", () => {
  expect(read()).toMatchObject({
    port: 3000,
    host: null,
    dataDir: folder,
    databaseUrl: `file:${folder}/nida.db`,
    database: "sqlite",
    uploadDir: `${folder}/uploads`,
    broadcastDriver: "local",
    pusher: null,
    ringTimeoutMs: 45_000,
    callGraceMs: 15_000,
    maxUploadBytes: 25 * 1024 * 1024,
    rateLimit: true,
    defaultLocale: "ar",
    stunUrls: [],
    allowedOrigins: [],
  });
});

test("every bad setting is named at once, with what is expected, and no secret is shown", () => {
  const env = { PORT: "eighty", DATABASE_URL: "mysql://u:hush@h/db", RATE_LIMIT: "no", TURN_URLS: "example.org" };
  expect(faultsOf(env)).toEqual(["DATABASE_URL", "PORT", "RATE_LIMIT", "TURN_URLS"]);
  expect(() => read(env)).toThrow(/PORT: "eighty" is not valid; expected a whole number from 0 to 65535/);
  expect(() => read(env)).not.toThrow(/hush/);
});

test.each(
  Object.entries({
    PORT: "70000",
    HOST: "a b",
    DATABASE_URL: "nida.db",
    REDIS_URL: "http://localhost",
    S3_ENDPOINT: "s3.example.org",
    S3_BUCKET: "A bucket",
    S3_REGION: "a b",
    S3_ACCESS_KEY_ID: "a b",
    S3_SECRET_ACCESS_KEY: "a b",
    NEXTAUTH_URL: "chat.example.org",
    NEXTAUTH_SECRET: "short",
    SOCKET_URL: "ws//x",
    ALLOWED_ORIGINS: "https://a.example/path",
    TRUSTED_PROXIES: "10.0.0.0/33",
    BROADCAST_DRIVER: "redis",
    PUSHER_APP_ID: "a b",
    PUSHER_APP_KEY: "a b",
    PUSHER_APP_SECRET: "a b",
    PUSHER_APP_CLUSTER: "a b",
    PUSHER_HOST: "http://x",
    PUSHER_PORT: "0",
    PUSHER_SCHEME: "ws",
    WEBHOOK_URLS: "https://user:password@a.example/",
    WEBHOOK_SECRET: "whsec_short",
    RING_TIMEOUT_MS: "-1",
    CALL_GRACE_MS: "15s",
    STUN_URLS: "stun.example.org",
    TURN_URLS: "stun:x",
    TURN_SECRET: "a b",
    MAX_UPLOAD_MB: "0",
    RATE_LIMIT: "false",
    LOG_LEVEL: "loud",
    DEFAULT_LOCALE: "fr",
  } satisfies Partial<Record<keyof typeof settingShapes, string>>),
)("%s refuses %s", (name, value) => {
  expect(faultsOf({ [name]: value })).toContain(name);
});

describe("settings that belong together", () => {
  test("PostgreSQL wants the secret that its nodes share", () => {
    expect(faultsOf({ DATABASE_URL: "postgres://h/db" })).toEqual(["NEXTAUTH_SECRET"]);
    const settings = read({ DATABASE_URL: "postgresql://h/db", NEXTAUTH_SECRET: secret });
    expect(settings).toMatchObject({ database: "postgresql", databaseUrl: "postgresql://h/db", secret });
  });

  test("half of Pusher, or half of TURN, is refused", () => {
    expect(faultsOf({ PUSHER_APP_KEY: "k" })).toEqual(["PUSHER_APP_ID", "PUSHER_APP_SECRET"]);
    expect(faultsOf({ PUSHER_HOST: "p.example" })).toEqual(["PUSHER_APP_ID", "PUSHER_APP_KEY", "PUSHER_APP_SECRET"]);
    expect(faultsOf({ BROADCAST_DRIVER: "pusher" })).toEqual([
      "PUSHER_APP_CLUSTER",
      "PUSHER_APP_ID",
      "PUSHER_APP_KEY",
      "PUSHER_APP_SECRET",
    ]);
    expect(faultsOf({ TURN_URLS: "turn:t.example" })).toEqual(["TURN_SECRET"]);
    expect(faultsOf({ TURN_SECRET: "t" })).toEqual(["TURN_URLS"]);
  });

  test("half of a bucket is refused, and the whole of it is read", () => {
    const half = { S3_BUCKET: "nida", S3_ACCESS_KEY_ID: "id" };
    expect(faultsOf(half)).toEqual(["S3_ENDPOINT", "S3_SECRET_ACCESS_KEY"]);
    expect(faultsOf({ S3_REGION: "eu" })).toHaveLength(4);
    const { s3 } = read({ ...half, S3_ENDPOINT: "https://s3.example/", S3_SECRET_ACCESS_KEY: "s" });
    expect(s3).toEqual({
      endpoint: "https://s3.example",
      bucket: "nida",
      region: "us-east-1",
      accessKeyId: "id",
      secretAccessKey: "s",
    });
    expect(read().s3).toBeNull();
  });

  test("webhooks without a secret, or a secret without webhooks, are refused, and the whole is read", () => {
    const WEBHOOK_URLS = "https://a.example/nida?key=1, http://127.0.0.1:8080/b,https://a.example/nida?key=1";
    const WEBHOOK_SECRET = `whsec_${Buffer.alloc(24).toString("base64")}`;
    expect(faultsOf({ WEBHOOK_URLS })).toEqual(["WEBHOOK_SECRET"]);
    expect(faultsOf({ WEBHOOK_SECRET })).toEqual(["WEBHOOK_URLS"]);
    const urls = ["https://a.example/nida?key=1", "http://127.0.0.1:8080/b"];
    expect(read({ WEBHOOK_URLS, WEBHOOK_SECRET }).webhooks).toEqual({ urls, secret: WEBHOOK_SECRET });
    expect(read().webhooks).toBeNull();
    for (const bad of ["ftp://a.example", "a.example/nida", "https://a.example/#x", "https://[/"]) {
      expect(faultsOf({ WEBHOOK_URLS: bad, WEBHOOK_SECRET })).toEqual(["WEBHOOK_URLS"]);
    }
    for (const bytes of [23, 65]) {
      const bad = `whsec_${Buffer.alloc(bytes).toString("base64")}`;
      expect(faultsOf({ WEBHOOK_URLS, WEBHOOK_SECRET: bad })).toEqual(["WEBHOOK_SECRET"]);
    }
    expect(() => read({ WEBHOOK_URLS, WEBHOOK_SECRET: "hush" })).not.toThrow(/hush/);
  });

  test("the whole of both is read", () => {
    const pusher = { PUSHER_APP_ID: "1", PUSHER_APP_KEY: "k", PUSHER_APP_SECRET: "s", PUSHER_HOST: "p.example" };
    const settings = read({ ...pusher, BROADCAST_DRIVER: "pusher", TURN_URLS: "turn:a, turns:b", TURN_SECRET: "t" });
    expect(settings.pusher).toEqual({
      appId: "1",
      key: "k",
      secret: "s",
      cluster: null,
      host: "p.example",
      port: 443,
      scheme: "https",
    });
    expect(settings.turnUrls).toEqual(["turn:a", "turns:b"]);
  });
});

describe("the app of this server's own Pusher door", () => {
  test("is the one that is given", () => {
    const env = { PUSHER_APP_ID: "1", PUSHER_APP_KEY: "k", PUSHER_APP_SECRET: "s" };
    expect(read(env).pusherApp).toMatchObject({ appId: "1", key: "k", secret: "s" });
  });

  test("else is made of the secret: always the same, and telling nothing of it", () => {
    const { pusherApp } = read();
    expect(read().pusherApp).toEqual(pusherApp);
    expect(read({ NEXTAUTH_SECRET: secret }).pusherApp.key).not.toBe(pusherApp.key);
    expect(pusherApp).toMatchObject({ appId: "nida", key: expect.stringMatching(/^[0-9a-f]{20}$/) });
    expect(pusherApp.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(pusherApp.secret).not.toContain(pusherApp.key);
  });
});

describe("the secret of one machine", () => {
  test("is made once, kept, and readable by its owner alone", () => {
    const first = read().secret;
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(read().secret).toBe(first);
    expect(readFileSync(join(folder, "secret"), "utf8").trim()).toBe(first);
    expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
  });

  test("a secret that another start has made meanwhile is taken over, not replaced", () => {
    writeFileSync(join(folder, "secret"), `${secret}\n`);
    expect(keptSecret(folder, join(folder, "nida.db"))).toBe(secret);
  });

  test("is not made where one is given", () => {
    expect(read({ NEXTAUTH_SECRET: secret }).secret).toBe(secret);
    expect(() => statSync(join(folder, "secret"))).toThrow(/ENOENT/);
  });
});

test("where a platform keeps nothing, the pages keep nothing either", () => {
  const web = { VERCEL: "1", SOCKET_URL: "https://sockets.example.org", NEXTAUTH_SECRET: secret };
  expect(faultsOf(web, "web")).toEqual(["DATABASE_URL", "S3_BUCKET"]);
  const bucket = { S3_ENDPOINT: "https://s3.example", S3_ACCESS_KEY_ID: "id", S3_SECRET_ACCESS_KEY: "s" };
  const kept = { ...web, ...bucket, S3_BUCKET: "nida", DATABASE_URL: "postgres://h/db", DATA_DIR: "" };
  const { serverless, dataDir, maxUploadBytes } = read(kept, "web");
  expect({ serverless, dataDir, maxUploadBytes }).toEqual({
    serverless: true,
    dataDir: join(tmpdir(), "nida"),
    maxUploadBytes: 4 * 1024 * 1024,
  });
  expect(read({ ...kept, MAX_UPLOAD_MB: "2" }, "web").maxUploadBytes).toBe(2 * 1024 * 1024);
  expect(read({ ...web, NEXTAUTH_URL: "https://nida.example.org" }, "socket").serverless).toBe(false);
  expect(read({ VERCEL: "1" }).serverless).toBe(false);
});

test("half of Nida needs to know where the other is", () => {
  const sockets = { SOCKET_URL: "https://sockets.example.org" };
  expect(faultsOf({}, "web")).toEqual(["SOCKET_URL"]);
  expect(faultsOf({}, "socket")).toEqual(["ALLOWED_ORIGINS", "SOCKET_URL"]);
  expect(faultsOf(sockets, "web")).toEqual([]);
  expect(faultsOf({ ...sockets, NEXTAUTH_URL: "https://nida.example.org" }, "socket")).toEqual([]);
  expect(faultsOf({ ...sockets, ALLOWED_ORIGINS: "https://nida.example.org" }, "socket")).toEqual([]);
});
