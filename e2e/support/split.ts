import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@/lib/server/testing/free-port";
import { startRedis } from "@/lib/server/testing/redis";
import { postgresFolder, startPostgres } from "@/scripts/postgres.mjs";
import { launch, type Running } from "./process";
import type { NidaServer } from "./server";

/** Whether this machine can serve pages and sockets from two hosts; says aloud when it cannot. */
export function canSplit(): boolean {
  if (!postgresFolder()) console.warn("SKIPPED pages and sockets at two hosts: PostgreSQL is not installed");
  return postgresFolder() !== null;
}

type Host = "sockets" | "pages";

export interface SplitNida extends NidaServer {
  /** Stops one host as an operator would; answers its exit code and the time to its end in milliseconds. */
  stop(host: Host): Promise<{ code: number | null; tookMs: number }>;
  /** Starts it, on its port. */
  begin(host: Host): Promise<void>;
}

/**
 * Nida in two processes at two origins: pages and REST by plain `next start`, sockets elsewhere, with a PostgreSQL of
 * their own. `over`: how events pass from the one to the other.
 */
export async function startSplit(
  settings: Record<string, string> = {},
  over: "http" | "redis" = "http",
): Promise<SplitNida> {
  const dataDir = await mkdtemp(join(tmpdir(), "nida-split-"));
  const [postgres, redis] = await Promise.all([startPostgres(), over === "redis" ? startRedis() : null]);
  if (!postgres) throw new Error("PostgreSQL is not installed");
  const ports = { pages: await freePort(), sockets: await freePort() };
  // Two names of this machine: a cookie of the one is none of the other's.
  const [url, socketUrl] = [`http://localhost:${ports.pages}`, `http://127.0.0.1:${ports.sockets}`];
  const shared = {
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: "one secret for both hosts",
    SOCKET_URL: socketUrl,
    ...(redis && { REDIS_URL: redis.url }),
    ...settings,
  };
  const running: Partial<Record<Host, Running>> = {};
  const roles = { sockets: "socket", pages: "web" } as const;
  const hosts: Host[] = ["sockets", "pages"];
  const endAll = (signal: NodeJS.Signals) => Promise.all(hosts.map((host) => running[host]?.end(signal)));
  const server: SplitNida = {
    url,
    socketUrl,
    dataDir,
    warnings: [],
    pid: () => running.sockets?.pid ?? Number.NaN,
    async begin(host) {
      running[host] = await launch(roles[host], { ...shared, PORT: String(ports[host]) }, server.warnings);
    },
    async stop(host) {
      const from = Date.now();
      const code = (await running[host]?.end("SIGTERM")) ?? null;
      return { code, tookMs: Date.now() - from };
    },
    async start() {
      await Promise.all(hosts.map(server.begin));
    },
    async crash() {
      await endAll("SIGKILL");
      await server.start();
    },
    async terminate() {
      const from = Date.now();
      const codes = (await endAll("SIGTERM")).map((code) => code ?? null);
      return { code: codes.find((code) => code !== 0) ?? 0, tookMs: Date.now() - from };
    },
    async dispose() {
      await endAll("SIGKILL");
      await Promise.all([postgres.stop(), redis?.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}
