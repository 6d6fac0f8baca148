import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readSettings } from "@/lib/server/env";
import { isElsewhere } from "./throw-away.mjs";

const DATA_DIR = mkdtempSync(join(tmpdir(), "nida-throw-away-"));
afterAll(() => rmSync(DATA_DIR, { recursive: true, force: true }));

it("a demo has nothing of the Nida whose settings are there: no database, no bucket, nobody who is told", () => {
  const real = {
    ...{ DATABASE_URL: "postgres://db/nida", REDIS_URL: "redis://cache", NEXTAUTH_SECRET: "x".repeat(32) },
    ...{ S3_ENDPOINT: "https://s3.example.org", S3_BUCKET: "nida", S3_ACCESS_KEY_ID: "a", S3_SECRET_ACCESS_KEY: "b" },
    ...{ BROADCAST_DRIVER: "pusher", PUSHER_APP_ID: "1", PUSHER_APP_KEY: "k", PUSHER_APP_SECRET: "s" },
    ...{ PUSHER_APP_CLUSTER: "eu", WEBHOOK_URLS: "https://push.example.org" },
    ...{ WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString("base64")}`, SOCKET_URL: "https://s.example.org" },
    ...{ UPLOAD_DIR: "/srv/nida", PORT: "3001" },
  };
  readSettings({ ...real, DATA_DIR });
  const left = Object.fromEntries(Object.entries(real).filter(([name]) => !isElsewhere(name)));
  expect(readSettings({ ...left, DATA_DIR })).toMatchObject({
    ...{ database: "sqlite", redisUrl: null, s3: null, broadcastDriver: "local", pusher: null, webhooks: null },
    ...{ socketUrl: null, uploadDir: join(DATA_DIR, "uploads"), port: 3001 },
  });
});
