import type { IncomingMessage } from "node:http";
import { createGate, type Gate } from "@/lib/server/gate";
import type { NidaServer, NidaSocket } from "./socket";

type Connection = NidaSocket["conn"];
/** What is used of `ws`. */
type Line = { pause(): void; resume(): void };
/** As engine.io keeps it (`EngineRequest`). */
type Arrived = IncomingMessage & { websocket: Line };

/** Packets of one connection that are taken in one turn of the event loop, and commands of it that may wait for answers. */
const MOST = { packets: 64, commands: 64 };

interface Flow {
  packets: number;
  commands: number;
  line: Line;
  /** made when it is needed: most connections are idle */
  gate?: Gate;
}

const flows = new WeakMap<Connection, Flow>();

const look = ({ packets, commands, line }: Flow) =>
  packets >= MOST.packets || commands >= MOST.commands ? line.pause() : line.resume();

/**
 * Reads from each connection only what others have time for beside it: the rest stays on its line, where its sender
 * notices (TCP's flow control). A flood, of whatever and of whomever, then holds up nobody but itself.
 */
export function boundFlows(io: NidaServer): void {
  io.engine.on("connection", (connection: Connection) => {
    const flow: Flow = { packets: 0, commands: 0, line: (connection.request as Arrived).websocket };
    flows.set(connection, flow);
    connection.on("packet", () => {
      flow.packets += 1;
      if (flow.packets === MOST.packets) look(flow);
      if (flow.packets > 1) return;
      setImmediate(() => {
        const many = flow.packets >= MOST.packets;
        flow.packets = 0;
        if (many) look(flow);
      });
    });
  });
}

/** Carries out a command of this connection when it is its turn, and reads no further ones while many wait. */
export async function inFlow({ conn }: NidaSocket, command: () => Promise<void>): Promise<void> {
  const flow = flows.get(conn);
  if (!flow) return;
  flow.commands += 1;
  if (flow.commands === MOST.commands) look(flow);
  // What was read with the same stretch of the line comes all at once, whether it is wanted or not.
  flow.gate ??= createGate({ atOnce: MOST.commands, waiting: Number.POSITIVE_INFINITY });
  const leave = await flow.gate.enter();
  try {
    await command();
  } finally {
    leave?.();
    flow.commands -= 1;
    if (flow.commands === MOST.commands - 1) look(flow);
  }
}
