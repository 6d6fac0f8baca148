import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { readSettings, type Settings } from "@/lib/server/env";
import { openStorage } from "@/lib/server/storage";
import { startBucket } from "@/lib/server/testing/bucket";
import { historyOf, migrate, schemaFor } from "@/scripts/prisma.mjs";
import { backup } from "./backup";
import { parts } from "./manifest";
import { restore } from "./restore";
import { keyColumns } from "./snapshot";

const version = "0.0.0-test";

describe("a backup", () => {
  let folder = "";
  let settings: Settings;
  const at = (name: string) => join(folder, name);
  const migrations = historyOf("sqlite").migrations.map(({ name }) => name);
  const put = (target = at("new"), more: object = {}) =>
    restore(readSettings({ DATA_DIR: target }), { from: at("made"), force: false, migrations, ...more });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "nida-backup-"));
    settings = readSettings({ DATA_DIR: at("home") });
    await migrate(settings.databaseUrl);
    const file = new Sqlite(settings.databaseUrl.slice(5));
    file.exec(
      "INSERT INTO users (username, name, search_text, password_hash, avatar_key) VALUES ('a', 'A', 'a', '', 'avatar-1')",
    );
    file.close();
    return () => rmSync(folder, { recursive: true, force: true });
  });
  const make = (files = true) => backup(settings, { to: at("made"), files, version });

  it("says which files the storage has lost, and holds the rest", async () => {
    expect((await make()).files).toEqual({ count: 0, bytes: 0, missing: ["avatar-1"] });
    await put();
  });

  it("takes files out of a bucket, and puts them back into one, or onto a disk", async () => {
    const bucket = await startBucket();
    onTestFinished(() => void bucket.stop());
    const inBucket = { ...settings, s3: bucket.settings };
    const picture = new Uint8Array([1, 2, 3]);
    await openStorage(inBucket).put("avatar-1", picture);
    const made = await backup(inBucket, { to: at("made"), files: true, version });
    expect(made.files).toEqual({ count: 1, bytes: 3, missing: [] });
    await openStorage(inBucket).delete("avatar-1");
    const wanted = { from: at("made"), force: false, migrations };
    const [disk, other] = [readSettings({ DATA_DIR: at("disk") }), readSettings({ DATA_DIR: at("other") })];
    for (const target of [disk, { ...other, s3: bucket.settings }]) {
      await restore(target, wanted);
      expect(new Uint8Array((await openStorage(target).get("avatar-1")) ?? [])).toEqual(picture);
    }
    expect(readdirSync(at("disk/uploads/incoming"))).toEqual([]);
  });

  it("can be read by nobody else", async () => {
    await openStorage(settings).put("files/avatar-1", new Uint8Array(1));
    const file = new Sqlite(settings.databaseUrl.slice(5));
    file.exec("UPDATE users SET avatar_key = 'files/avatar-1'");
    file.close();
    await make();
    const found = readdirSync(at("made"), { recursive: true, encoding: "utf8" }).map((name) => `made/${name}`);
    expect(found).toContain("made/files/files/avatar-1");
    for (const name of ["made", ...found]) expect([name, statSync(at(name)).mode & 0o077]).toEqual([name, 0]);
  });

  it("may leave the files out", async () => {
    expect((await make(false)).files).toBeNull();
  });

  it("is not mixed with what a database that is gone has left behind", async () => {
    await make();
    const old = readSettings({ DATA_DIR: at("old") });
    const path = old.databaseUrl.slice(5);
    await migrate(old.databaseUrl);
    const dying = new Sqlite(path);
    dying.pragma("journal_mode = WAL");
    dying.exec("INSERT INTO users (username, name, search_text, password_hash) VALUES ('old', 'old', '', '')");
    copyFileSync(`${path}-wal`, at("kept"));
    dying.close();
    rmSync(path);
    renameSync(at("kept"), `${path}-wal`);
    await put(at("old"));
    const file = new Sqlite(path);
    expect(file.prepare("SELECT username FROM users").pluck().all()).toEqual(["a"]);
    file.close();
  });

  it("lets nobody else read what it brings, whatever became of its own rights on the way", async () => {
    await make();
    chmodSync(at(`made/${parts.sqlite}`), 0o666);
    await put();
    expect(statSync(at("new/nida.db")).mode & 0o777).toBe(0o600);
  });

  /** A DATA_DIR in use, whose people would be signed out by another secret. */
  async function inUse(name: string) {
    const old = readSettings({ DATA_DIR: at(name) });
    await migrate(old.databaseUrl);
    const file = new Sqlite(old.databaseUrl.slice(5));
    file.exec("INSERT INTO users (username, name, search_text, password_hash) VALUES ('old', 'old', '', '')");
    file.close();
    const people = () => {
      const now = new Sqlite(old.databaseUrl.slice(5), { readonly: true });
      const found = now.prepare("SELECT username FROM users").pluck().all();
      now.close();
      return found;
    };
    return { old, people, restore: () => restore(old, { from: at("made"), force: true, migrations }) };
  }

  it("leaves the old whole, secret and all, where it cannot be laid out", async () => {
    await make();
    const { old, people, restore } = await inUse("old");
    mkdirSync(at("old/nida.db.restoring"));
    await expect(restore()).rejects.toThrow();
    expect([people(), readSettings({ DATA_DIR: at("old") }).secret]).toEqual([["old"], old.secret]);
    expect(readdirSync(at("old")).sort()).toEqual(["nida.db", "nida.db.restoring", "secret", "uploads"]);
  });

  it("is whole at the next start, where it was cut off between the database and its secret", async () => {
    await make();
    const { old, people, restore } = await inUse("old");
    rmSync(at("old/secret"));
    mkdirSync(at("old/secret"));
    await expect(restore()).rejects.toThrow();
    rmSync(at("old/secret"), { recursive: true });
    writeFileSync(at("old/secret"), old.secret);
    expect(people()).toEqual(["a"]);
    expect(readSettings({ DATA_DIR: at("old") }).secret).toBe(settings.secret);
    // It belongs to that database alone.
    writeFileSync(at("old/secret.of-1"), "of some database that never came");
    expect(readSettings({ DATA_DIR: at("old") }).secret).toBe(settings.secret);
  });

  it.each([
    ["another program's database, were it empty", "CREATE TABLE notes (id)", /is in use already/],
    ["no database at all", null, /is no database that can be read/],
  ])("is not put in the place of %s, unless it is meant to be, and then that is kept", async (_, sql, reason) => {
    await make();
    mkdirSync(at("old"));
    const path = at("old/nida.db");
    if (sql) new Sqlite(path).exec(sql).close();
    else writeFileSync(path, "what somebody wrote, and is no database\n".repeat(100));
    const before = readFileSync(path);
    await expect(put(at("old"))).rejects.toThrow(reason);
    expect(readFileSync(path)).toEqual(before);
    const { aside } = await put(at("old"), { force: true });
    expect(readFileSync(aside ?? "")).toEqual(before);
    const names = ["nida.db", `${aside?.split("/").at(-1)}`, "secret", "uploads"];
    expect(readdirSync(at("old")).sort()).toEqual(names);
    expect(statSync(aside ?? "").mode & 0o077).toBe(0);
  });

  it("goes into a file that is empty", async () => {
    await make();
    mkdirSync(at("old"));
    writeFileSync(at("old/nida.db"), "");
    expect((await put(at("old"))).aside).toBeNull();
  });

  it("brings the secret that was made here, so that people stay signed in", async () => {
    await make();
    await put();
    expect(readFileSync(at("new/secret"), "utf8").trim()).toBe(settings.secret);
    expect(statSync(at("new/secret")).mode & 0o777).toBe(0o600);
  });

  it("is not made over something, and leaves nothing behind when it fails", async () => {
    const twice = await Promise.allSettled([make(), make()]);
    const faults = twice.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
    expect(faults).toEqual([expect.stringContaining("is there already")]);
    await expect(make()).rejects.toThrow(/is there already/);
    writeFileSync(settings.databaseUrl.slice(5), "no database");
    await expect(backup(settings, { to: at("bad"), files: true, version })).rejects.toThrow();
    expect(readdirSync(folder).sort()).toEqual(["home", "made"]);
  });

  it("leaves nothing behind when one file of many cannot be read", async () => {
    const file = new Sqlite(settings.databaseUrl.slice(5));
    const add = file.prepare(
      "INSERT INTO users (username, name, search_text, password_hash, avatar_key) VALUES (?, 'B', 'b', '', ?)",
    );
    const storage = openStorage(settings);
    for (let each = 2; each < 60; each += 1) {
      add.run(`b${each}`, `avatar-${each}`);
      await storage.put(`avatar-${each}`, new Uint8Array(100_000));
    }
    file.close();
    mkdirSync(join(settings.uploadDir, "avatar-1"));
    await expect(make()).rejects.toThrow(/EISDIR/);
    expect(readdirSync(folder)).toEqual(["home"]);
    // Whoever was still copying would have made the folder anew by now.
    await openStorage(settings).put("avatar-60", new Uint8Array(1));
    expect(readdirSync(folder)).toEqual(["home"]);
  });

  it.each([
    ["a changed byte", () => appendFileSync(at(`made/${parts.sqlite}`), "x"), /damaged: nida\.db/],
    ["a file that is missing", () => rmSync(at(`made/${parts.secret}`)), /secret is missing/],
    ["a file that does not belong to it", () => writeFileSync(at("made/extra"), ""), /extra does not belong/],
    ["changed checksums", () => appendFileSync(at(`made/${parts.checksums}`), "\n"), /checksums\.sha256 is not as/],
    ["no manifest", () => rmSync(at(`made/${parts.manifest}`)), /is no backup/],
    ["a manifest that is cut off", () => writeFileSync(at(`made/${parts.manifest}`), "{"), /cannot be read/],
  ])("is refused with %s, and nothing is touched", async (_, damage, reason) => {
    await make();
    damage();
    await expect(put()).rejects.toThrow(reason);
    expect(readdirSync(at("new"))).toEqual(["secret"]);
  });

  it("of a newer Nida is refused", async () => {
    await make();
    await expect(put(at("new"), { migrations: migrations.slice(0, -1) })).rejects.toThrow(
      /of a newer Nida .*: its database has \d{14}_/,
    );
  });

  it("of SQLite does not go into PostgreSQL: there is another command for that", async () => {
    await make();
    const postgres = readSettings({
      ...{ DATA_DIR: at("new"), DATABASE_URL: "postgres://127.0.0.1:1/none" },
      NEXTAUTH_SECRET: "some secret of somebody",
    });
    const wanted = { from: at("made"), force: false, migrations };
    await expect(restore(postgres, wanted)).rejects.toThrow(/npm run admin -- move/);
  });

  it("knows every column that holds a storage key", () => {
    const columns = [...schemaFor("sqlite").matchAll(/@map\("(\w+_key)"\)/g)].map(([, column]) => column);
    expect(keyColumns.map(([, column]) => column).sort()).toEqual(columns.sort());
  });
});
