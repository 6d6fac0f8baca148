import type { Server, Socket } from "socket.io";
import type { ClientToServer, ServerToClient } from "@/lib/contracts/realtime";
import type { Caller } from "@/lib/server/caller";

/** What the server knows of a connected socket. */
interface SocketData {
  caller: Caller & { actor: NonNullable<Caller["actor"]> };
  deviceId: string | null;
  /** milliseconds since 1970 */
  heardAt: number;
}

export type NidaServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type NidaSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
