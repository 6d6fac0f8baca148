import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { migrate, root } from "@/scripts/prisma.mjs";

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "a backup that %s ends on the way leaves nothing behind",
  async (signal, code) => {
    const folder = mkdtempSync(join(tmpdir(), "nida-interrupted-"));
    const home = join(folder, "home");
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(home, "nida.db");
    await migrate(`file:${path}`);
    const file = new Sqlite(path);
    file.exec(
      "INSERT INTO users (username, name, search_text, password_hash, avatar_key) VALUES ('a', 'A', 'a', '', 'a')",
    );
    file.close();
    // It never answers, so the backup is in the middle.
    const bucket = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => {
      bucket.close();
      bucket.closeAllConnections();
    });
    await once(bucket, "listening");
    const asked = once(bucket, "request");
    const child = spawn(process.execPath, ["scripts/nida.mjs", "backup", join(folder, "made")], {
      cwd: root,
      stdio: "ignore",
      env: {
        ...{ PATH: process.env.PATH, HOME: folder, NODE_ENV: "production", DATA_DIR: home },
        ...{ S3_ENDPOINT: `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`, S3_BUCKET: "files" },
        ...{ S3_REGION: "here", S3_ACCESS_KEY_ID: "id", S3_SECRET_ACCESS_KEY: "secret" },
      },
    });
    const ended = once(child, "exit");
    await Promise.race([asked, ended]);
    expect(readdirSync(folder)).toEqual(["home", expect.stringMatching(/^made\.part-/)]);
    child.kill(signal);
    expect(await ended).toEqual([code, null]);
    expect(readdirSync(folder)).toEqual(["home"]);
  },
  60_000,
);
