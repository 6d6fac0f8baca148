import type { IncomingMessage } from "node:http";
import type { NidaServer, NidaSocket } from "./socket";

type Connection = NidaSocket["conn"];
/** What is used of `ws`. */
type Line = { pause(): void; resume(): void };
/** As engine.io keeps it (`EngineRequest`). */
type Arrived = IncomingMessage & { websocket: Line };

/** Packets of one connection that are taken in one turn of the event loop, and commands of it that are carried out at once. */
const MOST = { packets: 64, commands: 64 };

interface Flow {
  line: Line;
  /** in which turn of the event loop its last packet came, and how many came in that turn */
  turn: number;
  packets: number;
  /** under way, and waiting: what was read with the same stretch of the line comes all at once, whether it is wanted or not */
  commands: number;
  /** made when it is needed: most connections are idle */
  waiting?: (() => void)[];
}

const flows = new WeakMap<Connection, Flow>();

/**
 * Reads from each connection only what others have time for beside it: the rest stays on its line, where its sender
 * notices (TCP's flow control). A flood, of whatever and of whomever, then holds up nobody but itself.
 */
export function boundFlows(io: NidaServer): void {
  let turn = 0;
  let counting = false;
  const full: Flow[] = [];
  const nextTurn = () => {
    counting = false;
    turn += 1;
    for (const flow of full.splice(0)) if (flow.commands < MOST.commands) flow.line.resume();
  };
  io.engine.on("connection", (connection: Connection) => {
    const flow: Flow = { line: (connection.request as Arrived).websocket, turn, packets: 0, commands: 0 };
    flows.set(connection, flow);
    connection.on("packet", () => {
      if (flow.turn !== turn) flow.packets = 0;
      flow.turn = turn;
      flow.packets += 1;
      if (flow.packets === MOST.packets) {
        flow.line.pause();
        full.push(flow);
      }
      // One look at the clock for all connections, however many speak in this turn.
      if (counting) return;
      counting = true;
      setImmediate(nextTurn);
    });
  });
}

/** Carries out a command of this connection when it is its turn, and reads no further ones while many wait. */
export async function inFlow({ conn }: NidaSocket, command: () => Promise<void>): Promise<void> {
  const flow = flows.get(conn);
  if (!flow) return;
  flow.commands += 1;
  if (flow.commands === MOST.commands) flow.line.pause();
  if (flow.commands > MOST.commands) {
    flow.waiting ??= [];
    const { waiting } = flow;
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    await command();
  } finally {
    flow.commands -= 1;
    // In a turn of its own, so that others have theirs between.
    const next = flow.waiting?.shift();
    if (next) setImmediate(next);
    if (flow.commands === MOST.commands - 1) flow.line.resume();
  }
}
