import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, type Running } from "./process";
import { startSplit } from "./split";

/** A Nida of its own: free port, throw-away data, really started and really stopped. */
export interface NidaServer {
  url: string;
  /** where its sockets are */
  socketUrl: string;
  /** where it keeps its data */
  dataDir: string;
  /** of the process that serves the sockets now */
  pid(): number;
  /** the warnings and errors of its log so far */
  warnings: string[];
  /** Ends the process as a crash would, and starts it again on the same port and data. */
  crash(): Promise<void>;
  /** Stops it as an operator would and answers the exit code and the time it took in milliseconds. */
  terminate(): Promise<{ code: number | null; tookMs: number }>;
  start(): Promise<void>;
  /** Ends it and removes its data. */
  dispose(): Promise<void>;
}

/**
 * In the shape that NIDA_SHAPE says: one process; or with "split" pages and sockets at two hosts ("split-redis": with a Redis).
 * @param nodeOptions what Node itself is told, before the program
 */
export function startServer(settings: Record<string, string> = {}, nodeOptions: string[] = []): Promise<NidaServer> {
  const { NIDA_SHAPE } = process.env;
  if (NIDA_SHAPE === "split") return startSplit(settings);
  return NIDA_SHAPE === "split-redis" ? startSplit(settings, "redis") : startWhole(settings, nodeOptions);
}

async function startWhole(settings: Record<string, string>, nodeOptions: string[]): Promise<NidaServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "nida-e2e-"));
  let running: Running | null = null;
  let port = "0";
  const server: NidaServer = {
    url: "",
    socketUrl: "",
    dataDir,
    pid: () => running?.pid ?? Number.NaN,
    warnings: [],
    async start() {
      running = await launch("start", { PORT: port, DATA_DIR: dataDir, ...settings }, server.warnings, nodeOptions);
      server.url = running.url;
      server.socketUrl = running.url;
      port = new URL(server.url).port;
    },
    async crash() {
      await running?.end("SIGKILL");
      await server.start();
    },
    async terminate() {
      const from = Date.now();
      const code = (await running?.end("SIGTERM")) ?? null;
      return { code, tookMs: Date.now() - from };
    },
    async dispose() {
      await running?.end("SIGKILL");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}
