import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { PusherApp } from "@/lib/server/env";
import type { Readiness } from "@/lib/server/health";
import { root } from "@/scripts/prisma.mjs";

export interface TestNode {
  url: string;
  port: number;
  app: PusherApp;
  /** lines of its log so far */
  log: string[];
  health(): Promise<Readiness>;
  /** ends it as a crash would */
  kill(): Promise<void>;
  /** stops it as an operator would; answers the exit code */
  terminate(): Promise<number | null>;
}

const app: PusherApp = { appId: "7", key: "key-of-nida", secret: "secret-of-nida" };
const program = fileURLToPath(new URL("node.ts", import.meta.url));

/** A node in a process of its own, with nothing but these addresses in common with the others. */
export async function startNode(shared: { DATABASE_URL: string; [setting: string]: string }): Promise<TestNode> {
  const folder = mkdtempSync(join(tmpdir(), "nida-node-"));
  const env: NodeJS.ProcessEnv = {
    ...{ PATH: process.env.PATH, NODE_OPTIONS: process.env.NODE_OPTIONS, NODE_ENV: "test" },
    ...{ DATA_DIR: folder, LOG_LEVEL: "info", CALL_GRACE_MS: "2000" },
    ...{ NEXTAUTH_SECRET: "one secret for all the nodes", ...shared },
    ...{ PUSHER_APP_ID: app.appId, PUSHER_APP_KEY: app.key, PUSHER_APP_SECRET: app.secret },
  };
  const child = spawn(process.execPath, ["--import", "tsx", program], {
    env,
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit").then(() => rmSync(folder, { recursive: true, force: true }));
  const log: string[] = [];
  const url = await readyUrl(child, log);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
    return child.exitCode;
  };
  return {
    ...{ url, app, log, port: Number(new URL(url).port) },
    health: async () => (await fetch(`${url}/api/health/ready`)).json(),
    kill: async () => void (await end("SIGKILL")),
    terminate: () => end("SIGTERM"),
  };
}

function readyUrl(child: ChildProcess, log: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) throw new Error("the node has no output");
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      log.push(line);
      if (line.startsWith("ready ")) resolve(line.slice(6));
    });
    lines.once("close", () => reject(new Error(`a node ended before it was ready\n${log.join("\n")}`)));
  });
}
