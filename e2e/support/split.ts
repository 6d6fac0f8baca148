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

/**
 * Nida in two processes at two origins: pages and REST by plain `next start`, sockets elsewhere, with a PostgreSQL of
 * their own. `over`: how events pass from the one to the other.
 */
export async function startSplit(
  settings: Record<string, string> = {},
  over: "http" | "redis" = "http",
): Promise<NidaServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "nida-split-"));
  const [postgres, redis] = await Promise.all([startPostgres(), over === "redis" ? startRedis() : null]);
  if (!postgres) throw new Error("PostgreSQL is not installed");
  const [webPort, socketPort] = [await freePort(), await freePort()];
  // Two names of this machine: a cookie of the one is none of the other's.
  const [url, socketUrl] = [`http://localhost:${webPort}`, `http://127.0.0.1:${socketPort}`];
  const shared = {
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: "one secret for both hosts",
    SOCKET_URL: socketUrl,
    ...(redis && { REDIS_URL: redis.url }),
    ...settings,
  };
  let processes: Running[] = [];
  const endAll = (signal: NodeJS.Signals) => Promise.all(processes.map((one) => one.end(signal)));
  const server: NidaServer = {
    url,
    socketUrl,
    dataDir,
    warnings: [],
    pid: () => processes[0]?.pid ?? Number.NaN,
    async start() {
      processes = await Promise.all([
        launch("socket", { ...shared, PORT: String(socketPort) }, server.warnings),
        launch("web", { ...shared, PORT: String(webPort) }, server.warnings),
      ]);
    },
    async crash() {
      await endAll("SIGKILL");
      await server.start();
    },
    async terminate() {
      const from = Date.now();
      const codes = await endAll("SIGTERM");
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
