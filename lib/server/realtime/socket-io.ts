import type { Server as HttpServer, IncomingMessage } from "node:http";
import { Server } from "socket.io";
import { roomOf } from "@/lib/contracts/realtime";
import { isLive } from "@/lib/domain/users/sessions";
import type { Door } from "@/lib/server/broadcast/publisher";
import type { Nodes } from "@/lib/server/nodes/nodes";
import { originKind } from "@/lib/server/origins";
import { resources } from "@/lib/server/resources";
import { type AdmissionOptions, openAdmission } from "./admit";
import { serveCommands } from "./commands";
import { boundFlows } from "./flow";
import type { PresenceBoard } from "./presence";
import { signEveryMs } from "./signs-of-life";
import type { NidaServer, NidaSocket } from "./socket";
import { spread } from "./spread";

export interface SocketDoor extends Door {
  /** when a socket of this device was last heard here, in milliseconds since 1970; null when none is connected */
  lastHeard(device: { userId: number; deviceId: string }): number | null;
  /** how many are connected */
  connections(): number;
  /** Closes every socket; clients come back by themselves, with jitter. */
  close(): Promise<void>;
}

/** Largest frame a client may send: a signal of 64 KiB with its envelope. */
const MAX_FRAME_BYTES = 128 * 1024;

/**
 * Door 1: one notification socket for each tab, in the room `user_{id}` (Socket.IO protocol 5, WebSocket only).
 * @param onDevice told when a device comes and when it goes, so that its lease on a call is renewed
 */
export function openSocketDoor(
  http: HttpServer,
  nodes: Nodes,
  presence: PresenceBoard,
  onDevice: (device: { userId: number; deviceId: string; heardAt: number }) => void,
  admission: Partial<AdmissionOptions> = {},
): SocketDoor {
  const { callGraceMs } = resources().settings;
  const io: NidaServer = new Server(http, {
    transports: ["websocket"],
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: MAX_FRAME_BYTES,
    // Each answer is a sign of life: a laptop that sleeps says no other word.
    pingInterval: signEveryMs(callGraceMs),
    pingTimeout: Math.min(8_000, Math.max(3_000, callGraceMs / 2)),
    allowRequest: (request, decide) => decide(null, originAllowed(request)),
  });
  boundFlows(io);
  io.use(openAdmission(nodes.once, admission));
  io.on("connection", (socket) => {
    const { caller, deviceId } = socket.data;
    const userId = caller.actor.id;
    const rooms = [roomOf.user(userId), roomOf.session(caller.actor.sessionId)];
    if (deviceId) rooms.push(roomOf.device(userId, deviceId));
    void socket.join(rooms);
    void expelRevoked(socket);
    serveCommands(socket);
    presence.enter(userId);
    const tell = () => deviceId && onDevice({ userId, deviceId, heardAt: socket.data.heardAt });
    socket.conn.on("packet", () => {
      socket.data.heardAt = Date.now();
    });
    socket.on("disconnect", () => {
      presence.leave(userId);
      tell();
    });
    tell();
  });

  // Closing the connection below Socket.IO's protocol makes clients reconnect; a server disconnect would not.
  const recall = () => spread(io.sockets.sockets.values(), (socket) => socket.conn.close());
  nodes.listen({ lost: () => void recall() });

  return {
    deliver(event) {
      const { name, data, to, device_id } = event;
      const rooms = to.map((id) => (device_id ? roomOf.device(id, device_id) : roomOf.user(id)));
      if (rooms.length === 0) return;
      // The union of events is checked where they are made; the emitter wants one overload at a time.
      (io.to(rooms) as unknown as { emit(name: string, data: unknown): void }).emit(name, data);
      if (name === "session.revoked") io.in(data.session_ids.map(roomOf.session)).disconnectSockets(true);
    },
    lastHeard({ userId, deviceId }) {
      const ids = [...(io.sockets.adapter.rooms.get(roomOf.device(userId, deviceId)) ?? [])];
      const heard = ids.flatMap((id) => io.sockets.sockets.get(id)?.data.heardAt ?? []);
      return heard.length > 0 ? Math.max(...heard) : null;
    },
    connections: () => io.engine.clientsCount,
    close: async () => {
      presence.close();
      await recall();
      await io.close();
    },
  };
}

/** Whose session ended after the handshake had looked at it was in no room yet from which to be sent away. */
async function expelRevoked(socket: NidaSocket): Promise<void> {
  const { database, log } = resources();
  try {
    if (!(await isLive(database.hot.read, socket.data.caller.actor.sessionId))) socket.disconnect(true);
  } catch (err) {
    // A database that is away: each command looks again.
    log.warn({ err }, "a socket's session could not be looked at again");
  }
}

/** Against cross-site WebSocket hijacking: browsers name their origin, and it must be ours. */
function originAllowed(request: IncomingMessage): boolean {
  return originKind(request.headers) !== "foreign";
}
