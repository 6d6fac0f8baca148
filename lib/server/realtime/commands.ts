import { randomUUID } from "node:crypto";
import type { Ack } from "@/lib/contracts/realtime";
import { refuse } from "@/lib/domain/errors";
import type { Operation } from "@/lib/domain/operation";
import { operations } from "@/lib/domain/operations";
import { isLive } from "@/lib/domain/users/sessions";
import { execute, refusalOf } from "@/lib/server/execute";
import { resources } from "@/lib/server/resources";
import { inFlow } from "./flow";
import type { NidaSocket } from "./socket";

/** A session is looked at again when its last look is older than this, in milliseconds. */
const SESSION_TRUSTED_MS = 1000;

/** Every operation that names a `command` answers it on this socket, in the acknowledgement. */
export function serveCommands(socket: NidaSocket): void {
  const session = sessionGuard(socket);
  // One listener instead of one for each command: most sockets are idle, and there are many of them.
  socket.onAny((name: string, ...args: unknown[]) => {
    const op = byCommand.get(name);
    if (op) inFlow(socket, () => answer(socket, op, session, args));
  });
}

const byCommand = new Map(operations.flatMap((op): [string, Operation][] => (op.command ? [[op.command, op]] : [])));

async function answer(socket: NidaSocket, op: Operation, session: () => Promise<void>, args: unknown[]): Promise<void> {
  // Socket.IO puts the acknowledgement last, whatever else a client sends or forgets.
  const acknowledge = args.at(-1);
  const input = typeof args[0] === "function" ? undefined : args[0];
  const reply = (ack: Ack) => {
    if (typeof acknowledge === "function") acknowledge(ack);
  };
  const began = performance.now();
  const caller = { ...socket.data.caller, requestId: randomUUID() };
  const done = (outcome: string) => {
    const { metrics, log } = resources();
    const ms = performance.now() - began;
    metrics?.commanded(op.name, outcome, ms / 1000);
    log.debug({ operation: op.name, outcome, ms: Math.round(ms), request_id: caller.requestId }, "command");
  };
  try {
    await session();
    reply({ ok: true, data: (await execute(op, caller, input)) ?? null, now: Date.now() });
    done("ok");
  } catch (error) {
    const { code, message, errors, retryAfterSeconds: retry_after } = refusalOf(error, caller, op.name);
    reply({ ok: false, code, message, errors, retry_after });
    done(code);
    if (code === "unauthenticated") socket.disconnect(true);
  }
}

/** A revoked session can do nothing more, even if the news of it was lost on the way. */
function sessionGuard(socket: NidaSocket): () => Promise<void> {
  let seenAt = Date.now();
  return async () => {
    if (Date.now() - seenAt < SESSION_TRUSTED_MS) return;
    if (!(await isLive(resources().database.hot.read, socket.data.caller.actor.sessionId))) {
      throw refuse("unauthenticated");
    }
    seenAt = Date.now();
  };
}
