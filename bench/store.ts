import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
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

/** People in pairs, and in each pair's conversation so many messages. */
export async function fillStore(pairs: number, messages = 0): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), "nida-bench-"));
  const url = `file:${join(folder, "nida.db")}`;
  await migrate(url);
  const db = new Sqlite(join(folder, "nida.db"));
  const at = new Date().toISOString().replace("Z", "+00:00");
  const user = db.prepare("INSERT INTO users (username, name, search_text, password_hash) VALUES (?, ?, '', '-')");
  const session = db.prepare(
    "INSERT INTO sessions (id, user_id, kind, token_hash, name, created_at, last_used_at) VALUES (?, ?, 'token', ?, 'bench', ?, ?)",
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
    session.run(token, id, createHash("sha256").update(token).digest("hex"), at, at);
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
  const message = db.prepare(
    `INSERT INTO messages (conversation_id, sender_id, seq, rev, client_id, type, body, search_text, created_at)
     SELECT id, low_id, last_seq, rev, 'missed.' || id, 'text', ?, ?, ? FROM conversations WHERE id = ?`,
  );
  db.transaction(() => {
    for (const { conversation } of pairs) {
      count.run(conversation);
      message.run(TEXT, fold(TEXT), at, conversation);
    }
  })();
  db.close();
}
