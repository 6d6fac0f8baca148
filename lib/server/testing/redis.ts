import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { freePort } from "./free-port";

/** A Redis of one's own: loopback only, kept nowhere, so that every stop loses all of it. */
export interface TestRedis {
  url: string;
  /** ends it as a crash would; nothing is kept */
  kill(): Promise<void>;
  /** starts it again on the same port, empty */
  start(): Promise<void>;
  /** holds it still, and lets it go on */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** Whether this machine has redis-server; says aloud when it has not. */
export function hasRedis(): boolean {
  const has = spawnSync("redis-server", ["--version"], { stdio: "ignore" }).status === 0;
  if (!has) console.warn("SKIPPED on Redis: it is not installed");
  return has;
}

export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  let server: ChildProcess | null = null;
  const end = () => void server?.kill("SIGKILL");
  process.once("exit", end);
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      if (!server || server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    },
    async start() {
      const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
      const started = spawn("redis-server", settings, { stdio: ["ignore", "pipe", "ignore"] });
      server = started;
      for await (const line of createInterface({ input: started.stdout })) {
        if (line.includes("Ready to accept connections")) break;
      }
      started.stdout.resume();
      if (started.exitCode !== null) throw new Error("redis-server ended before it was ready");
    },
    pause: () => void server?.kill("SIGSTOP"),
    resume: () => void server?.kill("SIGCONT"),
    async stop() {
      process.off("exit", end);
      await redis.kill();
    },
  };
  await redis.start();
  return redis;
}
