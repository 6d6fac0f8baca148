import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import { newUsername } from "@/lib/domain/testing/accounts";
import { createPerson } from "@/lib/domain/testing/people";
import { openWebSession } from "@/lib/domain/users/sessions";
import { createPublisher } from "@/lib/server/broadcast/publisher";
import { readSettings } from "@/lib/server/env";
import { noteOrigin, urlOf } from "@/lib/server/front";
import { createLog } from "@/lib/server/log";
import { alone } from "@/lib/server/nodes/nodes";
import type { AdmissionOptions } from "@/lib/server/realtime/admit";
import { createPresenceBoard } from "@/lib/server/realtime/presence";
import { openSocketDoor } from "@/lib/server/realtime/socket-io";
import { provide } from "@/lib/server/resources";
import { diskStorage } from "@/lib/server/storage-disk";
import { scratchSqlite } from "@/lib/server/testing/databases";
import { answerRest } from "@/lib/server/testing/rest";
import { createThrottle } from "@/lib/server/throttle";

export type SocketHouse = Awaited<ReturnType<typeof openSocketHouse>>;

/** The Socket.IO door and REST on a port and a database of their own. */
export async function openSocketHouse(env: Record<string, string> = {}, admission: Partial<AdmissionOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "nida-sockets-"));
  const settings = readSettings({ DATA_DIR: folder, RATE_LIMIT: "off", LOG_LEVEL: "fatal", ...env });
  const log = createLog(settings);
  const database = await scratchSqlite();
  const publisher = createPublisher(log);
  const nodes = alone();
  const presence = createPresenceBoard(nodes.roster, { onCame: () => {}, onWent: () => {} }, 50);
  const storage = diskStorage(settings.uploadDir);
  const incoming = new AsyncLocalStorage<IncomingMessage>();
  provide({ settings, log, database, publisher, presence, storage, throttle: createThrottle(settings), incoming });
  const http = createServer((request, response) => {
    noteOrigin(request);
    void answerRest(request, response);
  });
  const door = openSocketDoor(http, nodes, presence, () => {}, admission);
  publisher.add(door);
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    url: urlOf(http).replace("localhost", "127.0.0.1"),
    database,
    settings,
    door,
    /** ends every connection, as when events were lost */
    recall: nodes.recall,
    /** somebody who is signed in by a browser */
    async visitor() {
      const { id } = await createPerson(database, newUsername(), { name: "سارة" });
      const signIn = { now: () => new Date(), userAgent: "test" };
      const sid = await database.transaction((tx) => openWebSession(tx, signIn, { userId: id, deviceName: undefined }));
      const token = await encode({ token: { sub: String(id), sid }, secret: settings.secret });
      return { id, sid, cookie: `next-auth.session-token=${token}` };
    },
    async close() {
      await door.close();
      http.closeAllConnections();
      http.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
