import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { historyOf, migrate, schemaFor } from "./prisma.mjs";
import { apply } from "./schema-engine.mjs";

describe("an upgrade", () => {
  it("keeps every row, though SQLite makes some tables anew", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nida-upgrade-"));
    const path = join(folder, "nida.db");
    try {
      const history = historyOf("sqlite");
      const oldest = { ...history, migrations: history.migrations.slice(0, 1) };
      await apply({ provider: "sqlite", url: path, schema: schemaFor("sqlite"), history: oldest });
      const file = new Sqlite(path);
      file.pragma("foreign_keys = ON");
      file.exec(`
        INSERT INTO users (id, username, name, search_text, password_hash) VALUES (1, 'a', 'A', 'a', ''), (2, 'b', 'B', 'b', '');
        INSERT INTO sessions (id, user_id, kind, name) VALUES ('s', 1, 'web', '');
        INSERT INTO friendships (low_id, high_id, requester_id) VALUES (1, 2, 1);
        INSERT INTO conversations (id, low_id, high_id, last_seq, rev) VALUES (1, 1, 2, 1, 1);
        INSERT INTO participants (conversation_id, user_id) VALUES (1, 1), (1, 2);
        INSERT INTO messages (conversation_id, sender_id, seq, rev, client_id, type, body) VALUES (1, 1, 1, 1, 'c', 'text', 'hi');
      `);
      file.close();
      await migrate(`file:${path}`);
      const after = new Sqlite(path, { readonly: true });
      const tables = ["users", "sessions", "friendships", "conversations", "participants", "messages"];
      const rows = tables.map((table) => after.prepare(`SELECT count(*) AS n FROM ${table}`).get());
      after.close();
      expect(rows).toEqual([2, 1, 1, 1, 2, 1].map((n) => ({ n })));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
