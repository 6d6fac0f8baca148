import { describe, expect, it } from "vitest";
import { cautionsOf } from "./cautions";
import { readSettings } from "./env";

const secret = "a secret of more than thirty-two characters";
const of = (env: Record<string, string>) => cautionsOf(readSettings({ NEXTAUTH_SECRET: secret, ...env }));

describe("cautions at start", () => {
  it("has none for the defaults", () => {
    expect(of({})).toEqual([]);
  });

  it("says loudly that nothing is throttled", () => {
    expect(of({ RATE_LIMIT: "off" })).toEqual([expect.stringContaining("RATE_LIMIT=off")]);
  });

  it("says that nodes do not share a file", () => {
    expect(of({ REDIS_URL: "redis://127.0.0.1:6379" })).toEqual([expect.stringContaining("REDIS_URL")]);
    expect(of({ REDIS_URL: "redis://127.0.0.1:6379", DATABASE_URL: "postgres://127.0.0.1/nida" })).toEqual([]);
  });

  it("says that links in webhooks would lead nowhere", () => {
    const webhooks = {
      WEBHOOK_URLS: "https://a.example",
      WEBHOOK_SECRET: `whsec_${Buffer.alloc(24).toString("base64")}`,
    };
    expect(of(webhooks)).toEqual([expect.stringContaining("NEXTAUTH_URL")]);
    expect(of({ ...webhooks, NEXTAUTH_URL: "https://nida.example.org" })).toEqual([]);
  });
});
