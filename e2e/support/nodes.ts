import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@/lib/server/testing/free-port";
import { hasRedis, startRedis } from "@/lib/server/testing/redis";
import { postgresFolder, startPostgres } from "@/scripts/postgres.mjs";
import { launch, type Running } from "./process";
import type { NidaServer } from "./server";

/** Two whole nodes, pages and all, on one PostgreSQL and one Redis. */
export interface TwoNodes extends NidaServer {
  /** An address for each node: what comes there goes to that node, or to the other while that is away. */
  urls: [string, string];
  /** Restarts one of them as an operator would; answers its exit code and the time to its end in milliseconds. */
  restart(node: 0 | 1): Promise<{ code: number | null; tookMs: number }>;
}

/** Whether this machine can serve from two nodes; says aloud when it cannot. */
export function canRunNodes(): boolean {
  if (!postgresFolder()) console.warn("SKIPPED two nodes: PostgreSQL is not installed");
  return hasRedis() && postgresFolder() !== null;
}

export async function startTwoNodes(settings: Record<string, string> = {}): Promise<TwoNodes> {
  const dataDir = await mkdtemp(join(tmpdir(), "nida-nodes-"));
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  if (!postgres) throw new Error("PostgreSQL is not installed");
  const ports: [number, number] = [await freePort(), await freePort()];
  const warnings: string[] = [];
  const shared = {
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    NEXTAUTH_SECRET: "one secret for all the nodes",
    ...settings,
  };
  const begin = (port: number) => launch("start", { ...shared, PORT: String(port) }, warnings);
  const [first, second] = ports;
  const nodes: [Running, Running] = await Promise.all([begin(first), begin(second)]);
  const fronts = [await openFront(first, second), await openFront(second, first)] as const;
  const end = (signal: NodeJS.Signals) => Promise.all(nodes.map((node) => node.end(signal)));
  const server: TwoNodes = {
    url: fronts[0].url,
    socketUrl: fronts[0].url,
    urls: [fronts[0].url, fronts[1].url],
    dataDir,
    warnings,
    pid: () => nodes[0].pid,
    async restart(node) {
      const from = Date.now();
      const code = await nodes[node].end("SIGTERM");
      const tookMs = Date.now() - from;
      nodes[node] = await begin(ports[node]);
      return { code, tookMs };
    },
    async start() {
      nodes[0] = await begin(first);
      nodes[1] = await begin(second);
    },
    async crash() {
      await end("SIGKILL");
      await server.start();
    },
    async terminate() {
      const from = Date.now();
      const codes = await end("SIGTERM");
      return { code: codes.find((code) => code !== 0) ?? 0, tookMs: Date.now() - from };
    },
    async dispose() {
      for (const front of fronts) front.close();
      await end("SIGKILL");
      await Promise.all([postgres.stop(), redis.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return server;
}

/** What an operator puts before nodes, as far as a test needs it: each connection goes to the first node that takes it. */
async function openFront(...ports: number[]): Promise<{ url: string; close(): void }> {
  const near = new Set<Socket>();
  const pass = (client: Socket, [port, ...others]: number[]) => {
    if (port === undefined) return client.destroy();
    const node = connect(port, "127.0.0.1");
    const refused = () => pass(client, others);
    node.once("error", refused);
    node.once("connect", () => {
      node.off("error", refused);
      node.on("error", () => client.destroy());
      node.on("close", () => client.destroy());
      client.on("close", () => node.destroy());
      node.pipe(client);
      client.pipe(node);
    });
  };
  const server = createServer({ pauseOnConnect: true }, (client) => {
    near.add(client);
    client.on("close", () => near.delete(client));
    client.on("error", () => client.destroy());
    pass(client, ports);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://localhost:${typeof address === "object" ? address?.port : 0}`,
    close() {
      server.close();
      for (const client of near) client.destroy();
    },
  };
}
