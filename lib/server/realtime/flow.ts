import type { IncomingMessage } from "node:http";
import type { NidaServer, NidaSocket } from "./socket";

type Connection = NidaSocket["conn"];
/** What is used of `ws`. */
type Line = { pause(): void; resume(): void };
/** As engine.io keeps it (`EngineRequest`). */
type Arrived = IncomingMessage & { websocket: Line };

/**
 * Packets of one connection that are taken in one stretch, and commands of it that are carried out at once: a page that
 * comes back says a few dozen.
 */
const MOST = { packets: 64, commands: 64 };
/** How long a stretch is, in milliseconds. Measured by the clock: to ask the event loop for each of its turns costs a tenth. */
const STRETCH_MS = 5;

interface Flow {
  line: Line;
  /** when its stretch began, and how many packets have come in it */
  since: number;
  packets: number;
  /** commands under way, and waiting: what was read at once comes at once, whether it is wanted or not */
  commands: number;
  /** made when it is needed: most connections are idle */
  waiting?: (() => void)[];
}

const flows = new WeakMap<Connection, Flow>();

const readOn = ({ commands, line }: Flow) => commands < MOST.commands && line.resume();

/**
 * Reads from each connection only what others have time for beside it: the rest stays on its line, where its sender
 * notices (TCP's flow control). A flood, of whatever and of whomever, then holds up nobody but itself.
 */
export function boundFlows(io: NidaServer): void {
  io.engine.on("connection", (connection: Connection) => {
    const flow: Flow = { line: (connection.request as Arrived).websocket, since: 0, packets: 0, commands: 0 };
    flows.set(connection, flow);
    connection.on("packet", () => {
      const now = Date.now();
      if (now - flow.since > STRETCH_MS) {
        flow.since = now;
        flow.packets = 0;
      }
      flow.packets += 1;
      if (flow.packets !== MOST.packets) return;
      flow.line.pause();
      setImmediate(() => {
        flow.packets = 0;
        readOn(flow);
      });
    });
  });
}

/** Carries out a command of this connection when it is its turn, and reads no further ones while many wait. */
export function inFlow({ conn }: NidaSocket, command: () => Promise<void>): void {
  const flow = flows.get(conn);
  if (!flow) return;
  const run = () => void command().finally(done);
  const done = () => {
    flow.commands -= 1;
    // In a turn of its own, so that others have theirs between.
    const next = flow.waiting?.shift();
    if (next) setImmediate(next);
    if (flow.commands === MOST.commands - 1) readOn(flow);
  };
  flow.commands += 1;
  if (flow.commands === MOST.commands) flow.line.pause();
  if (flow.commands <= MOST.commands) run();
  else {
    flow.waiting ??= [];
    flow.waiting.push(run);
  }
}
