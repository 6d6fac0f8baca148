import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { Server } from "socket.io";

/** The floor: a message is one durable insert, one acknowledgement and one event; nothing is checked. Run as a process. */
const folder = mkdtempSync(join(tmpdir(), "nida-bare-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const db = new Sqlite(join(folder, "bare.db"));
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(
  "CREATE TABLE messages (id INTEGER PRIMARY KEY, conversation_id INTEGER, sender TEXT, body TEXT, client_id TEXT)",
);
const insert = db.prepare("INSERT INTO messages (conversation_id, sender, body, client_id) VALUES (?, ?, ?, ?)");

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });
io.on("connection", (socket) => {
  const { token } = socket.handshake.auth;
  void socket.join(token);
  const other = token.replace("ahmed", "sara");
  socket.on("message:send", ({ conversation_id, message, client_id }, acknowledge) => {
    const { lastInsertRowid } = insert.run(conversation_id, token, message, client_id);
    const stored = { id: Number(lastInsertRowid), conversation_id, sender: token, message, client_id };
    acknowledge({ ok: true, data: stored });
    io.to(other).emit("message.sent", stored);
  });
});
http.listen(0, "127.0.0.1", () => process.send?.(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
process.once("disconnect", () => process.exit());
