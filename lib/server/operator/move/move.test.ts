import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reportCall } from "@/lib/domain/calls";
import { deleteMessage, reactToMessage, sendMessage, starMessage } from "@/lib/domain/chat";
import { blockUser, requestFriend } from "@/lib/domain/friends";
import { password } from "@/lib/domain/testing/accounts";
import { matrixWorld } from "@/lib/domain/testing/matrix";
import { reportPerson } from "@/lib/domain/users";
import { hashPassword } from "@/lib/domain/users/passwords";
import { openTokenSession } from "@/lib/domain/users/sessions";
import { openDatabase } from "@/lib/server/db";
import { emptyPostgres } from "@/lib/server/testing/databases";
import { startNode } from "@/lib/server/testing/nodes";
import { postgresFolder } from "@/scripts/postgres.mjs";
import { migrate, root, schemaFor } from "@/scripts/prisma.mjs";
import { move } from "./move";

if (!postgresFolder()) console.warn("SKIPPED moving to PostgreSQL: it is not installed");

const names = [...schemaFor("sqlite").matchAll(/@@map\("(\w+)"\)/g)].map(([, name]) => name ?? "");

/** One row for each table that no operation above has filled, so that a new table is moved from its first day on. */
function fillTheRest(file: Sqlite.Database): void {
  for (const name of names) {
    if (file.prepare(`SELECT 1 FROM "${name}"`).get()) continue;
    const columns = file.pragma(`table_info("${name}")`) as { name: string; type: string }[];
    const needs = file.pragma(`foreign_key_list("${name}")`) as { from: string; table: string; to: string }[];
    const values = columns.map((column) => {
      const need = needs.find(({ from }) => from === column.name);
      if (need) return file.prepare(`SELECT "${need.to}" FROM "${need.table}"`).pluck().get();
      if (column.type === "DATETIME") return "2026-01-25T10:00:00.123+00:00";
      return column.type === "TEXT" ? `«${column.name}»` : 1;
    });
    file.prepare(`INSERT INTO "${name}" VALUES (${columns.map(() => "?").join(", ")})`).run(...values);
  }
}

describe.skipIf(!postgresFolder())("moving from SQLite to PostgreSQL", () => {
  let folder = "";
  let databaseUrl = "";
  let target: NonNullable<Awaited<ReturnType<typeof emptyPostgres>>>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "nida-move-"));
    databaseUrl = `file:${join(folder, "nida.db")}`;
    await migrate(databaseUrl);
    const made = await emptyPostgres();
    if (!made) throw new Error("PostgreSQL is installed, but does not run");
    target = made;
    await migrate(target.url);
  });
  afterEach(async () => {
    await target.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const withFile = <T>(work: (file: Sqlite.Database) => T): T => {
    const file = new Sqlite(databaseUrl.slice(5));
    try {
      return work(file);
    } finally {
      file.close();
    }
  };
  async function ask(sql: string): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: target.url });
    await client.connect();
    return (await client.query(sql).finally(() => client.end())).rows;
  }

  /** Two people in a call who did a bit of everything; answers a token of one of them. */
  async function live() {
    const database = await openDatabase({ database: "sqlite", databaseUrl });
    const w = await matrixWorld(database, "owner", "talking", await hashPassword(password));
    const { ctx, owner, other, conversation_id, message_id, call_id } = w;
    await reactToMessage.execute(ctx.as(other.actor), { message_id, emoji: "👍🏽" });
    await starMessage.execute(ctx, { message_id });
    const answer = { conversation_id, message: 'سطر\nوآخر \\ "مقتبس" {1,2} NULL 🌙', reply_to_id: message_id };
    await sendMessage.execute(ctx.as(other.actor), answer);
    const gone = await sendMessage.execute(ctx, { conversation_id, message: "gone" });
    await deleteMessage.execute(ctx, { message_id: gone.id });
    const report = { route: "host", loss: 0.1 + 0.2, jitter_ms: 1 / 3, round_trip_ms: 20, mos: 4.2 };
    await reportCall.execute(ctx, { call_id, device_id: owner.device, ...report });
    const third = (await matrixWorld(database, "owner", "asked", "")).owner.actor;
    await reportPerson.execute(ctx, { user_id: third.id, reason: "" });
    await blockUser.execute(ctx, { user_id: third.id });
    // The highest number is taken back: it must not be given a second time.
    const asked = await requestFriend.execute(ctx.as(third), { user_id: other.actor.id });
    await database.transaction((tx) => tx.friendship.deleteMany({ where: { id: asked.id } }));
    const opening = { now: () => new Date(), userAgent: "test" };
    const token = await database.transaction((tx) =>
      openTokenSession(tx, opening, { userId: owner.actor.id, deviceName: undefined }),
    );
    await database.close();
    return { token, conversation_id, lastFriendship: asked.id };
  }

  it("brings every row of every table as it was, and a server goes on from there", async () => {
    const { token, conversation_id, lastFriendship } = await live();
    withFile(fillTheRest);
    const counts = withFile((file) =>
      Object.fromEntries(names.map((name) => [name, file.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()])),
    );
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
    const look = async (url: string) => {
      const node = await startNode({ DATABASE_URL: url });
      const got = async (path: string) => {
        const answer = await fetch(`${node.url}/api${path}`, { headers: { Authorization: `Bearer ${token}` } });
        return JSON.parse((await answer.text()).replaceAll(node.url, ""));
      };
      try {
        const paths = [
          "/me",
          "/friends",
          "/blocks",
          `/chat/conversations/${conversation_id}/messages?peek=1`,
          "/calls",
        ];
        return await Promise.all(paths.map(got));
      } finally {
        await node.kill();
      }
    };
    const { rows } = await move({ databaseUrl }, target.url);
    expect(rows).toEqual(counts);
    const [next] = await ask("SELECT nextval(pg_get_serial_sequence('friendships', 'id')) AS id");
    expect(Number(next?.id)).toBe(lastFriendship + 1);
    // The call that was under way ends by itself, at one as at the other.
    withFile((file) => file.exec("DELETE FROM live_calls"));
    await ask("DELETE FROM live_calls");
    const before = await look(databaseUrl);
    expect(before).toMatchObject([
      { status: true },
      { status: true },
      { status: true },
      { status: true },
      { status: true },
    ]);
    expect(await look(target.url)).toEqual(before);
  }, 90_000);

  it("refuses a database that is not empty, one that is in use on either side, and one that is not alike", async () => {
    await live();
    const unmoved = async () => expect(await ask("SELECT 1 FROM conversations")).toEqual([]);
    const open = await openDatabase({ database: "sqlite", databaseUrl });
    await open.db.user.count();
    await expect(move({ databaseUrl }, target.url)).rejects.toThrow(/Nida is running/);
    await open.close();
    const guest = new Client({ connectionString: target.url });
    await guest.connect();
    await expect(move({ databaseUrl }, target.url)).rejects.toThrow(/Nida is running/);
    await guest.end();
    await unmoved();
    await ask("INSERT INTO users (username, name, search_text, password_hash) VALUES ('a', 'a', 'a', '')");
    await expect(move({ databaseUrl }, target.url)).rejects.toThrow(/not empty: users has rows/);
    await ask("DELETE FROM users");
    await ask("ALTER TABLE users ADD COLUMN more text");
    await expect(move({ databaseUrl }, target.url)).rejects.toThrow(/not alike.*users\(/);
    await unmoved();
  });

  it("does not even migrate a database that is another's", async () => {
    await ask("DROP SCHEMA public CASCADE");
    await ask("CREATE SCHEMA public");
    await ask("CREATE TABLE theirs AS SELECT 1 AS id");
    const child = spawn(process.execPath, ["scripts/nida.mjs", "admin", "move", "--stdin"], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: folder },
      stdio: ["pipe", "ignore", "pipe"],
    });
    child.stdin.end(`${target.url}\n`);
    expect((await child.stderr.toArray()).join("")).toContain("not empty: theirs has rows");
    expect(await ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([{ tablename: "theirs" }]);
  }, 60_000);

  it("moves nothing at all when one row arrives otherwise than it was", async () => {
    await live();
    await ask(`CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN NEW.body := upper(NEW.body); RETURN NEW; END $$;
      CREATE TRIGGER spoil BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION spoil()`);
    await expect(move({ databaseUrl }, target.url)).rejects.toThrow(/messages did not arrive as it was/);
    expect(await ask("SELECT 1 FROM users")).toEqual([]);
  });

  it("says where there is nothing to move, or nowhere to move to", async () => {
    await expect(move({ databaseUrl: `file:${join(folder, "none.db")}` }, target.url)).rejects.toThrow(
      /no database at/,
    );
    await expect(move({ databaseUrl }, "postgres://127.0.0.1:1/none")).rejects.toThrow(/could not be reached/);
  });
});
