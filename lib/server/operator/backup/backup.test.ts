import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSettings, type Settings } from "@/lib/server/env";
import { withPostgres } from "@/lib/server/operator/at-rest";
import { type Mobile, twoMobiles } from "@/lib/server/realtime/pusher-protocol/testing/nida";
import { emptyPostgres, type ScratchDatabase, scratchDatabases } from "@/lib/server/testing/databases";
import { startNode, type TestNode } from "@/lib/server/testing/nodes";
import { historyOf, migrate } from "@/scripts/prisma.mjs";
import { backup } from "./backup";
import { restore } from "./restore";

const version = "0.0.0-test";

/** Posts a file as a message; answers the id of the upload. */
async function sendFile(
  node: TestNode,
  who: Mobile,
  conversation: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const form = new FormData();
  form.set("file", new Blob([bytes]), "notes.bin");
  form.set("client_id", randomUUID());
  const answer = await fetch(`${node.url}/api/chat/conversations/${conversation}/messages`, {
    method: "POST",
    headers: { Authorization: `Bearer ${who.token}` },
    body: form,
  });
  if (!answer.ok) throw new Error(await answer.text());
  const { data } = (await answer.json()) as { data: { attachment: { id: string } } };
  return data.attachment.id;
}

describe.each(scratchDatabases())("a backup of %s", (_, open) => {
  const folder = mkdtempSync(join(tmpdir(), "nida-backup-"));
  const at = (name: string) => join(folder, name);
  let database: ScratchDatabase;
  let node: TestNode;
  const settingsOf = (DATABASE_URL: string, home: string): Settings =>
    readSettings({ DATABASE_URL, DATA_DIR: at(home), NEXTAUTH_SECRET: "one secret for all the nodes" });
  const cleaning: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    database = await open();
    node = await startNode({ DATABASE_URL: database.url, UPLOAD_DIR: at("home/uploads") });
  }, 60_000);
  afterAll(async () => {
    await node?.kill();
    for (const clean of cleaning) await clean();
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Where nothing is yet. */
  async function elsewhere(home: string): Promise<Settings> {
    const empty = database.url.startsWith("file:") ? null : await emptyPostgres();
    if (empty) cleaning.push(empty.drop);
    return settingsOf(empty?.url ?? `file:${at(`${home}/nida.db`)}`, home);
  }
  const migrations = () =>
    historyOf(database.url.startsWith("file:") ? "sqlite" : "postgresql").migrations.map(({ name }) => name);

  it("taken while people write holds all that was acknowledged, and a server goes on from it", async () => {
    const { ahmed, sara, conversation_id } = await twoMobiles({ url: node.url, database });
    const bytes = new Uint8Array(300_000).fill(7);
    const fileId = await sendFile(node, ahmed, conversation_id, bytes);
    let stop = false;
    const acknowledged: number[] = [];
    const writing = [ahmed, sara].map(async (who) => {
      while (!stop) {
        const message = `${acknowledged.length} `.repeat(50);
        const draft = { message, client_id: randomUUID() };
        const { id } = await who.ask<{ id: number }>("POST", `/chat/conversations/${conversation_id}/messages`, draft);
        acknowledged.push(id);
        if (acknowledged.length % 20 === 0) await sendFile(node, who, conversation_id, bytes);
      }
    });
    while (acknowledged.length < 40) await new Promise((resolve) => setImmediate(resolve));
    const before = acknowledged.slice();
    const made = await backup(settingsOf(database.url, "home"), { to: at("one"), files: true, version });
    const during = acknowledged.length - before.length;
    stop = true;
    await Promise.all(writing);
    expect(during).toBeGreaterThan(0);
    expect(made.files).toMatchObject({ missing: [] });
    expect(readdirSync(folder).filter((name) => name.startsWith("one"))).toEqual(["one"]);
    expect(statSync(at("one")).mode & 0o777).toBe(0o700);

    const target = await elsewhere("new");
    const { aside } = await restore(target, { from: at("one"), force: false, migrations: migrations() });
    expect(aside).toBeNull();
    expect(await migrate(target.databaseUrl)).toEqual([]);
    if (target.database === "sqlite") {
      const file = new Sqlite(target.databaseUrl.slice(5), { readonly: true });
      expect(file.pragma("integrity_check", { simple: true })).toBe("ok");
      expect(file.pragma("foreign_key_check")).toEqual([]);
      file.close();
    }
    const restored = await startNode({ DATABASE_URL: target.databaseUrl, UPLOAD_DIR: target.uploadDir });
    try {
      const headers = { Authorization: `Bearer ${sara.token}` };
      const got = async (path: string) => fetch(`${restored.url}/api${path}`, { headers });
      const ids = new Set<number>();
      const files: string[] = [];
      for (let before = ""; ; ) {
        const page = await got(`/chat/conversations/${conversation_id}/messages?limit=100&peek=1${before}`);
        const { data } = (await page.json()) as { data: { id: number; attachment: { id: string } | null }[] };
        for (const { id, attachment } of data) {
          ids.add(id);
          if (attachment) files.push(attachment.id);
        }
        if (!data[0] || data.length < 100) break;
        before = `&before=${data[0].id}`;
      }
      expect(before.filter((id) => !ids.has(id))).toEqual([]);
      expect(files).toContain(fileId);
      for (const id of files) {
        const file = await got(`/uploads/${id}`);
        expect(Buffer.from(await file.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
      }
      const path = `/chat/conversations/${conversation_id}/messages`;
      const form = { method: "POST", headers: { ...headers, "Content-Type": "application/json" } };
      const sent = await fetch(`${restored.url}/api${path}`, {
        ...form,
        body: JSON.stringify({ message: "مرحباً من جديد" }),
      });
      expect(sent.status).toBe(200);
    } finally {
      await restored.kill();
    }

    // A second time over it: only when that is meant, and what was there is kept.
    const again = () => restore(target, { from: at("one"), force: false, migrations: migrations() });
    await expect(again()).rejects.toThrow(/is in use already/);
    const forced = await restore(target, { from: at("one"), force: true, migrations: migrations() });
    expect(forced.aside).toMatch(/before.restore.\d{14}/);
    if (target.database === "sqlite") expect(existsSync(forced.aside ?? "")).toBe(true);
    // Neither is what was put aside in the next backup, nor does it stand in the way of its return.
    const next = await backup(target, { to: at("two"), files: true, version });
    expect(next.rows).toEqual(made.rows);
    const third = await elsewhere("third");
    await restore(third, { from: at("two"), force: false, migrations: migrations() });
    expect(await migrate(third.databaseUrl)).toEqual([]);
  }, 120_000);

  it("is not put in the place of another program's tables, nor are they lost when it is meant to be", async () => {
    const target = await elsewhere("foreign");
    if (target.database === "sqlite") return;
    if (!existsSync(at("foreign-made")))
      await backup(settingsOf(database.url, "home"), { to: at("foreign-made"), files: false, version });
    const ask = (sql: string) => withPostgres(target.databaseUrl, async (client) => (await client.query(sql)).rows);
    await ask('CREATE TABLE "Their Notes" AS SELECT 1 AS id');
    const put = (force: boolean) => restore(target, { from: at("foreign-made"), force, migrations: migrations() });
    await expect(put(false)).rejects.toThrow(/is in use already/);
    const { aside } = await put(true);
    expect(await ask(`SELECT id FROM ${aside?.replace("the schema ", "")}."Their Notes"`)).toEqual([{ id: 1 }]);
  });

  it("leaves the old whole where PostgreSQL breaks off in the middle", async () => {
    const target = await elsewhere("broken");
    if (target.database === "sqlite") return;
    if (!existsSync(at("broken-made")))
      await backup(settingsOf(database.url, "home"), { to: at("broken-made"), files: false, version });
    const ask = (sql: string) => withPostgres(target.databaseUrl, async (client) => (await client.query(sql)).rows);
    await ask(`CREATE TABLE notes AS SELECT 1 AS id; CREATE SCHEMA spy;
      CREATE FUNCTION spy.strike() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend';
        RAISE 'struck'; END $$;
      CREATE EVENT TRIGGER strike ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION spy.strike()`);
    const put = () => restore(target, { from: at("broken-made"), force: true, migrations: migrations() });
    await expect(put()).rejects.toThrow(/struck/);
    expect(await ask("SELECT id FROM public.notes")).toEqual([{ id: 1 }]);
    expect(await ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%'")).toEqual([]);
  });

  it("is not put in the place of a database that a server has open", async () => {
    const settings = settingsOf(database.url, "home");
    if (!existsSync(at("running"))) await backup(settings, { to: at("running"), files: true, version });
    const wanted = { from: at("running"), force: true, migrations: migrations() };
    await expect(restore(settings, wanted)).rejects.toThrow(/Nida is running/);
    expect((await node.health()).ready).toBe(true);
  });
});
