import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { Client } from "pg";
import { fold } from "@/lib/text/fold";
import { migrate } from "@/scripts/prisma.mjs";

const TEXT = "مرحبًا، كيف حالك؟";

/** Two people with a conversation, each by their token. */
export interface Pair {
  sender: string;
  receiver: string;
  conversation: number;
}

/** A database of one's own, filled before the server opens it. */
export interface Store {
  url: string;
  pairs: Pair[];
  dispose(): void;
}

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** People in pairs on a PostgreSQL of one's own. */
export async function fillPostgres(url: string, pairs: number): Promise<Pair[]> {
  await migrate(url);
  const client = new Client({ connectionString: url });
  await client.connect();
  const at = new Date().toISOString();
  const idOf = async (text: string, values: unknown[]) => Number((await client.query(text, values)).rows[0]?.id);
  const person = async (token: string) => {
    const id = await idOf(
      "INSERT INTO users (username, name, search_text, password_hash) VALUES ($1, $1, '', '-') RETURNING id",
      [token],
    );
    await client.query(
      `INSERT INTO sessions (id, user_id, kind, token_hash, name, created_at, last_used_at)
       VALUES ($1, $2, 'token', $3, 'bench', $4, $4)`,
      [token, id, hashOf(token), at],
    );
    return id;
  };
  const made: Pair[] = [];
  for (let index = 0; index < pairs; index += 1) {
    const [sender, receiver] = [`ahmed${index}`, `sara${index}`];
    const [low, high] = [await person(sender), await person(receiver)];
    const conversation = await idOf(
      "INSERT INTO conversations (low_id, high_id, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id",
      [low, high, at],
    );
    for (const one of [low, high])
      await client.query("INSERT INTO participants (conversation_id, user_id, accepted_at) VALUES ($1, $2, $3)", [
        conversation,
        one,
        at,
      ]);
    made.push({ sender, receiver, conversation });
  }
  await client.end();
  return made;
}

/** People in pairs, each signed in by a token or a browser, whose session has the same name; and in each pair's conversation so many messages. */
export async function fillStore(pairs: number, messages = 0, kind: "token" | "web" = "token"): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), "nida-bench-"));
  const url = `file:${join(folder, "nida.db")}`;
  await migrate(url);
  const db = new Sqlite(join(folder, "nida.db"));
  const at = new Date().toISOString().replace("Z", "+00:00");
  const user = db.prepare("INSERT INTO users (username, name, search_text, password_hash) VALUES (?, ?, '', '-')");
  const session = db.prepare(
    "INSERT INTO sessions (id, user_id, kind, token_hash, name, created_at, last_used_at) VALUES (?, ?, ?, ?, 'bench', ?, ?)",
  );
  const conversation = db.prepare(
    "INSERT INTO conversations (low_id, high_id, last_seq, rev, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const place = db.prepare(
    "INSERT INTO participants (conversation_id, user_id, last_read_seq, accepted_at) VALUES (?, ?, ?, ?)",
  );
  const message = db.prepare(
    "INSERT INTO messages (conversation_id, sender_id, seq, rev, client_id, type, body, search_text, created_at) VALUES (?, ?, ?, ?, ?, 'text', ?, ?, ?)",
  );
  const person = (token: string) => {
    const id = Number(user.run(token, token).lastInsertRowid);
    session.run(token, id, kind, kind === "token" ? hashOf(token) : null, at, at);
    return id;
  };
  const made = db.transaction(() =>
    Array.from({ length: pairs }, (_, index): Pair => {
      const [sender, receiver] = [`ahmed${index}`, `sara${index}`];
      const [low, high] = [person(sender), person(receiver)];
      const id = Number(conversation.run(low, high, messages, messages, at, at).lastInsertRowid);
      for (const one of [low, high]) place.run(id, one, messages, at);
      for (let seq = 1; seq <= messages; seq += 1) message.run(id, low, seq, seq, `${id}.${seq}`, TEXT, fold(TEXT), at);
      return { sender, receiver, conversation: id };
    }),
  )();
  db.close();
  return { url, pairs: made, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** One more message from the first of each pair, written while the server runs and nobody listens. */
export function addMessages({ url }: Store, pairs: Pair[]): void {
  const db = new Sqlite(url.replace(/^file:/, ""));
  db.pragma("busy_timeout = 5000");
  const at = new Date().toISOString().replace("Z", "+00:00");
  const count = db.prepare("UPDATE conversations SET last_seq = last_seq + 1, rev = rev + 1 WHERE id = ?");
  const read = db.prepare(
    `UPDATE participants SET last_read_seq = last_read_seq + 1
     WHERE conversation_id = ? AND user_id = (SELECT low_id FROM conversations WHERE id = conversation_id)`,
  );
  const message = db.prepare(
    `INSERT INTO messages (conversation_id, sender_id, seq, rev, client_id, type, body, search_text, created_at)
     SELECT id, low_id, last_seq, rev, 'missed.' || id, 'text', ?, ?, ? FROM conversations WHERE id = ?`,
  );
  db.transaction(() => {
    for (const { conversation } of pairs) {
      count.run(conversation);
      read.run(conversation);
      message.run(TEXT, fold(TEXT), at, conversation);
    }
  })();
  db.close();
}
