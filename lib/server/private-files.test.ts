import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { root } from "@/scripts/prisma.mjs";
import { readSettings } from "./env";
import { keepPrivate } from "./private-files";
import { startNode } from "./testing/nodes";

describe.skipIf(!process.getuid)("what Nida keeps", () => {
  let folder = "";
  const at = (name: string) => join(folder, name);
  const modes = () =>
    Object.fromEntries([".", ...readdirSync(folder)].map((name) => [name, statSync(at(name)).mode & 0o777]));
  /** As it is where an operator, an older Nida, or another umask has made it. */
  function put(...names: string[]) {
    for (const name of names) {
      if (name.endsWith("/")) mkdirSync(at(name));
      else writeFileSync(at(name), "");
      chmodSync(at(name), name.endsWith("/") ? 0o755 : 0o644);
    }
  }
  const settings = (more = {}) =>
    readSettings({ DATA_DIR: folder, NEXTAUTH_SECRET: "one secret for all the nodes", ...more });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "nida-private-"));
    chmodSync(folder, 0o755);
    return () => rmSync(folder, { recursive: true, force: true });
  });

  it("is shut to other users, folder and all, however it was made", () => {
    put("nida.db", "nida.db-wal", "nida.db.before-restore-20260101000000", "secret", "uploads/", "backups/");
    expect(keepPrivate(settings())).toEqual([]);
    expect(modes()).toEqual({
      ...{ ".": 0o700, uploads: 0o700, backups: 0o700, secret: 0o600 },
      ...{ "nida.db": 0o600, "nida.db-wal": 0o600, "nida.db.before-restore-20260101000000": 0o600 },
    });
  });

  it("is shut where other things stand beside it, and these are left alone", () => {
    put("nida.db", "notes.txt", "nida.dbx");
    expect(keepPrivate(settings())).toEqual([]);
    expect(modes()).toEqual({ ".": 0o755, "nida.db": 0o600, "notes.txt": 0o644, "nida.dbx": 0o644 });
  });

  it("is shut where DATABASE_URL names a place of its own, and that place is left alone", () => {
    put("elsewhere/");
    put("elsewhere/chat.sqlite", "elsewhere/chat.sqlite-wal");
    const home = at("home");
    expect(keepPrivate(settings({ DATA_DIR: home, DATABASE_URL: `file:${at("elsewhere/chat.sqlite")}` }))).toEqual([]);
    const mode = (name: string) => statSync(at(name)).mode & 0o777;
    expect(["", "/chat.sqlite", "/chat.sqlite-wal"].map((name) => mode(`elsewhere${name}`))).toEqual([
      0o755, 0o600, 0o600,
    ]);
  });

  it("is spoken of where it belongs to another user, and left as it is", () => {
    put("nida.db", "uploads/");
    const other = (process.getuid?.() ?? 0) + 1;
    expect(keepPrivate(settings(), other)).toEqual([
      expect.stringContaining(`${folder} is open to other users of this machine (its mode is 755)`),
      expect.stringContaining(`${at("nida.db")} is open`),
      expect.stringContaining(`${at("uploads")} is open`),
    ]);
    expect(modes()).toEqual({ ".": 0o755, "nida.db": 0o644, uploads: 0o755 });
    // Nobody gets as far as the files where the folder is shut, whosever it is.
    chmodSync(folder, 0o700);
    expect(keepPrivate(settings(), other)).toEqual([]);
  });

  it("is made for its owner alone, whatever the umask says, and shut again by a server that starts", async () => {
    const commands = 'const { migrated, settingsOf } = await import("./scripts/load.mjs")';
    const make = `${commands}; await migrated(await settingsOf({ DATA_DIR: process.env.DATA_DIR }))`;
    execFileSync("/bin/sh", ["-c", 'umask 022; exec "$0" --input-type=module -e "$1"', process.execPath, make], {
      ...{ cwd: root, stdio: ["ignore", "ignore", "inherit"] },
      env: { ...process.env, DATA_DIR: folder },
    });
    expect(modes()).toEqual({ ".": 0o755, "nida.db": 0o600, secret: 0o600 });
    chmodSync(at("nida.db"), 0o644);
    const node = await startNode({ DATA_DIR: folder, DATABASE_URL: `file:${at("nida.db")}` });
    const found = modes();
    await node.kill();
    expect([found["."], found["nida.db"], found["nida.db-wal"]]).toEqual([0o700, 0o600, 0o600]);
  }, 60_000);
});
