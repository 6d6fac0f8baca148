import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** True where coturn is installed; suites without it skip, and say so. */
export const hasCoturn = spawnSync("turnserver", ["--version"]).error === undefined;
export const noCoturn = "coturn (turnserver) is not installed: relays are not tested";

/** A coturn of its own on loopback, really started. */
export interface Relay {
  port: number;
  secret: string;
  /** what Nida is told of it */
  settings: { STUN_URLS: string; TURN_URLS: string; TURN_SECRET: string };
  dispose(): Promise<void>;
}

const address = "127.0.0.1";
const patienceMs = 10_000;

/** Made for tests on one machine: relays into loopback, which a public relay must refuse. */
const forTests = ["-n", "--realm=nida.test", "--allow-loopback-peers", "--no-tls", "--no-dtls", "--cli-password=none"];

/** Starts `turnserver` with `args`, or for tests on loopback, and waits until it listens. */
export async function startRelay(secret = "north-wind", args: string[] = forTests): Promise<Relay> {
  const dir = await mkdtemp(join(tmpdir(), "nida-turn-"));
  const port = await freePort();
  // Far below the ports that the system hands out by itself.
  const relayPorts = 20_000 + (process.pid % 50) * 200;
  const started = spawn(
    "turnserver",
    [
      ...args,
      `--listening-ip=${address}`,
      `--relay-ip=${address}`,
      `--listening-port=${port}`,
      `--min-port=${relayPorts}`,
      `--max-port=${relayPorts + 199}`,
      "--use-auth-secret",
      `--static-auth-secret=${secret}`,
      "--no-cli",
      `--userdb=${join(dir, "db")}`,
      `--pidfile=${join(dir, "pid")}`,
      `--log-file=${join(dir, "log")}`,
    ],
    { stdio: "ignore" },
  );
  const dispose = async () => {
    await end(started);
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await listening(started, port);
  } catch (error) {
    await dispose();
    throw error;
  }
  const settings = { STUN_URLS: `stun:${address}:${port}`, TURN_URLS: `turn:${address}:${port}`, TURN_SECRET: secret };
  return { port, secret, settings, dispose };
}

/** A port that is free for UDP and TCP. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const place = server.address();
  const port = typeof place === "object" && place ? place.port : 0;
  server.close();
  const udp = createSocket("udp4");
  udp.bind(port, address);
  await once(udp, "listening");
  udp.close();
  return port;
}

async function listening(started: ChildProcess, port: number): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    if (started.exitCode !== null) throw new Error(`turnserver ended with ${started.exitCode}`);
    const socket = connect(port, address);
    try {
      await once(socket, "connect");
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause(50);
    } finally {
      socket.destroy();
    }
  }
}

async function end(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return;
  const closed = once(running, "exit");
  running.kill("SIGKILL");
  await closed;
}
