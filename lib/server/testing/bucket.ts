import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { S3Settings } from "@/lib/server/env";
import { openSignedDoor } from "./signed-door";

const program = join(dirname(createRequire(import.meta.url).resolve("s3rver/package.json")), "bin", "s3rver.js");

// Its tokens for the next page are made with DES.
const flags = ["--no-deprecation", "--openssl-legacy-provider"];

/**
 * An S3-compatible server of one's own, really started, with one empty bucket. It checks no signatures (Version 4); a
 * door before it does.
 */
export async function startBucket(): Promise<{ settings: S3Settings; stop(): Promise<unknown> }> {
  const folder = mkdtempSync(join(tmpdir(), "nida-bucket-"));
  const args = [
    program,
    "-d",
    folder,
    "-a",
    "127.0.0.1",
    "-p",
    "0",
    "--no-vhost-buckets",
    "--configure-bucket",
    "nida",
  ];
  const server = spawn(process.execPath, [...flags, ...args], { stdio: ["ignore", "pipe", "ignore"] });
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: server.stdout })) {
    const port = /listening on .*:(\d+)/i.exec(line)?.[1];
    if (!port) continue;
    server.stdout.resume();
    const keys = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
    const door = await openSignedDoor(Number(port), keys.secretAccessKey);
    const endpoint = `http://127.0.0.1:${door.port}`;
    const close = () => Promise.all([door.close(), stop()]);
    return { settings: { endpoint, bucket: "nida", region: "us-east-1", ...keys }, stop: close };
  }
  await stop();
  throw new Error("the S3 server ended before it was ready");
}
