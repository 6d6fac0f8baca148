import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A Nida of its own: free port, throw-away data, really started and really stopped. */
export interface NidaServer {
  url: string;
  /** where it keeps its data */
  dataDir: string;
  /** of the process that serves now */
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

/** @param nodeOptions what Node itself is told, before the program */
export async function startServer(
  settings: Record<string, string> = {},
  nodeOptions: string[] = [],
): Promise<NidaServer> {
  const dataDir = await mkdtemp(join(tmpdir(), "nida-e2e-"));
  let process: ChildProcess | null = null;
  let port = "0";
  const server: NidaServer = {
    url: "",
    dataDir,
    pid: () => process?.pid ?? Number.NaN,
    warnings: [],
    async start() {
      const started = spawn(globalThis.process.execPath, [...nodeOptions, "scripts/nida.mjs", "serve"], {
        env: {
          ...globalThis.process.env,
          NODE_ENV: "production",
          PORT: port,
          HOST: "127.0.0.1",
          DATA_DIR: dataDir,
          RATE_LIMIT: "off",
          LOG_LEVEL: "info",
          ...settings,
        },
        stdio: ["ignore", "pipe", "inherit"],
      });
      process = started;
      server.url = await readyUrl(started, server.warnings);
      port = new URL(server.url).port;
    },
    async crash() {
      await end(process, "SIGKILL");
      await server.start();
    },
    async terminate() {
      const from = Date.now();
      const code = await end(process, "SIGTERM");
      return { code, tookMs: Date.now() - from };
    },
    async dispose() {
      await end(process, "SIGKILL");
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** Reads the server's log to its end, and settles when it is ready. */
function readyUrl(started: ChildProcess, warnings: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!started.stdout) return reject(new Error("the server has no output"));
    const lines = createInterface({ input: started.stdout });
    lines.on("line", (line) => {
      const said = parse(line);
      if (typeof said?.level === "number" && said.level >= 40) warnings.push(line);
      if (said?.msg === "Nida is ready" && typeof said.url === "string") resolve(said.url);
    });
    lines.once("close", () => {
      reject(new Error(`the server ended before it was ready (exit code ${started.exitCode})\n${warnings.join("\n")}`));
    });
  });
}

function parse(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function end(running: ChildProcess | null, signal: NodeJS.Signals): Promise<number | null> {
  if (!running || running.exitCode !== null || running.signalCode !== null) return running?.exitCode ?? null;
  const closed = once(running, "exit");
  running.kill(signal);
  await closed;
  return running.exitCode;
}
