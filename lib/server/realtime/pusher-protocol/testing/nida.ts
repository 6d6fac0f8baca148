import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newUsername } from "@/lib/domain/testing/accounts";
import { createPerson } from "@/lib/domain/testing/people";
import { openTokenSession } from "@/lib/domain/users/sessions";
import { createPublisher, type Publisher } from "@/lib/server/broadcast/publisher";
import { type PusherApp, readSettings } from "@/lib/server/env";
import { noteOrigin, urlOf } from "@/lib/server/front";
import { createLog } from "@/lib/server/log";
import { alone } from "@/lib/server/nodes/nodes";
import { createPresenceBoard, type PresenceBoard } from "@/lib/server/realtime/presence";
import { type DoorOptions, openPusherDoor, type PusherDoor } from "@/lib/server/realtime/pusher-protocol/door";
import { provide } from "@/lib/server/resources";
import { diskStorage } from "@/lib/server/storage-disk";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { answerRest } from "@/lib/server/testing/rest";
import { createThrottle } from "@/lib/server/throttle";

/** Nida without its pages: REST, the Pusher door and its HTTP API, really listening on a port of its own. */
export interface TestNida {
  url: string;
  port: number;
  app: PusherApp;
  database: ScratchDatabase;
  publisher: Publisher;
  presence: PresenceBoard;
  door: PusherDoor;
  /** devices that came, in order */
  seen: { userId: number; deviceId: string; heardAt: number }[];
  close(): Promise<void>;
}

export async function startNida(options: Partial<DoorOptions> = {}): Promise<TestNida> {
  const folder = mkdtempSync(join(tmpdir(), "nida-pusher-"));
  const settings = readSettings({ DATA_DIR: folder, RATE_LIMIT: "off", LOG_LEVEL: "fatal" });
  const log = createLog(settings);
  const database = await scratchSqlite();
  const publisher = createPublisher(log);
  const nodes = alone();
  const presence = createPresenceBoard(nodes.roster, { onCame: () => {}, onWent: () => {} }, 50);
  const storage = diskStorage(settings.uploadDir);
  provide({ settings, log, database, publisher, presence, storage, throttle: createThrottle(settings) });
  const seen: TestNida["seen"] = [];
  const door = openPusherDoor(settings.pusherApp, nodes, presence, (device) => void seen.push(device), options);
  publisher.add(door);
  const http = createServer((request, response) => {
    noteOrigin(request);
    void (request.url?.startsWith("/apps/") ? door.api(request, response) : answerRest(request, response));
  });
  http.on("upgrade", (request, socket, head) => door.upgrade(request, socket, head));
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const url = urlOf(http).replace("localhost", "127.0.0.1");
  return {
    ...{ url, port: Number(new URL(url).port), app: settings.pusherApp, database, publisher, presence, door, seen },
    async close() {
      await door.close();
      presence.close();
      http.closeAllConnections();
      http.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Mobile {
  id: number;
  username: string;
  token: string;
  /** a REST call that must succeed; answers `data` */
  ask<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** the authorisation of one channel, as a client asks for it */
  authorize(socketId: string, channel: string, more?: object): Promise<{ auth: string; channel_data?: string }>;
}

/** Somebody with a token, who is already in the database. */
export async function newcomer({ url, database }: Pick<TestNida, "url" | "database">, name = "سارة"): Promise<Mobile> {
  const post = (path: string, body: unknown, method = "POST") =>
    fetch(`${url}/api${path}`, {
      method,
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const username = newUsername();
  const { id } = await createPerson(database, username, { name });
  const signIn = { now: () => new Date(), userAgent: "test" };
  const token = await database.transaction((tx) => openTokenSession(tx, signIn, { userId: id, deviceName: undefined }));
  return {
    id,
    username,
    token,
    async ask(method, path, body) {
      const answer = await (await post(path, body, method)).json();
      if (!answer.status) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
      return answer.data;
    },
    async authorize(socket_id, channel_name, more = {}) {
      const answer = await post("/broadcasting/auth", { socket_id, channel_name, ...more });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return answer.json();
    },
  };
}

/** Two people with a conversation, in which each may write to the other and call. */
export async function twoMobiles(nida: Pick<TestNida, "url" | "database">) {
  const [ahmed, sara] = [await newcomer(nida, "أحمد"), await newcomer(nida)];
  const { conversation_id } = await ahmed.ask<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: sara.id,
  });
  for (const one of [ahmed, sara]) await one.ask("POST", `/chat/conversations/${conversation_id}/accept`);
  return { ahmed, sara, conversation_id };
}
