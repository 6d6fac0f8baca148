import type { IncomingHttpHeaders } from "node:http";
import { DeviceId } from "@/lib/contracts/common";
import type { Handshake } from "@/lib/contracts/realtime";
import { findSessionOfTicket } from "@/lib/domain/users/sessions";
import { isLocale } from "@/lib/i18n/locale";
import { type Caller, callerOf, identify } from "@/lib/server/caller";
import { createGate } from "@/lib/server/gate";
import type { Once } from "@/lib/server/nodes/once";
import { originKind } from "@/lib/server/origins";
import { resources } from "@/lib/server/resources";
import { readTicket, TICKET_MEMORY_MS } from "@/lib/server/ticket";
import type { NidaSocket } from "./socket";

/**
 * How many handshakes are looked at together, and how many may wait: some seconds' work. A storm of connections must not
 * slow down those who are in, and whoever would wait longer had better come again.
 */
const usual = { atOnce: 64, waiting: 2000 };
export type AdmissionOptions = typeof usual;

/** After how many seconds a refused client may come again: long enough for the queue to pass, and random to spread them. */
const COME_AGAIN_S = { least: 0.5, most: 2.5 };

const refused = (status: number, code: string, more?: object) =>
  Object.assign(new Error(code), { data: { status, code, ...more } });
/** Nobody we know: signing in again is the only way on. */
const unauthenticated = () => refused(403, "unauthenticated");
/** A ticket that is too old, used, or none of ours: a fresh one may do. */
const ticketRefused = () => refused(403, "ticket_refused");
const comeAgain = () => {
  const { least, most } = COME_AGAIN_S;
  return refused(503, "unavailable", { retry_after: least + Math.random() * (most - least) });
};

/**
 * Lets in who is known. Anybody else gets a `connect_error` whose data says why.
 * @param once tells whether a ticket is used for the first time
 */
export function openAdmission(once: Once, options: Partial<AdmissionOptions> = {}) {
  const gate = createGate({ ...usual, ...options });
  return async (socket: NidaSocket, next: (refusal?: Error) => void): Promise<void> => {
    const leave = await gate.enter();
    if (!leave) return next(comeAgain());
    try {
      // Who has gone while waiting is nobody's work.
      if (socket.conn.readyState !== "open") return next(comeAgain());
      next(await admit(socket, once));
    } catch (error) {
      resources().log.error({ err: error }, "socket handshake failed");
      next(refused(500, "internal"));
    } finally {
      leave();
    }
  };
}

async function admit(socket: NidaSocket, once: Once): Promise<Error | undefined> {
  const auth = socket.handshake.auth as Partial<Record<keyof Handshake, unknown>>;
  const { headers } = socket.request;
  const caller =
    typeof auth.ticket === "string"
      ? await callerByTicket(headers, auth.ticket, once)
      : await known(headers, auth.token);
  if (caller === "ticket_refused") return ticketRefused();
  // A tab whose browser somebody else has signed in to since must not go on in their name.
  const expected = auth.user_id === undefined || auth.user_id === caller.actor?.id;
  if (!caller.actor || !expected) return unauthenticated();
  const device = DeviceId.safeParse(auth.device_id);
  socket.data = {
    caller: { ...caller, actor: caller.actor, ...(isLocale(auth.locale) && { locale: auth.locale }) },
    deviceId: device.success ? device.data : null,
    heardAt: Date.now(),
  };
  return undefined;
}

async function callerByTicket(headers: IncomingHttpHeaders, text: string, once: Once) {
  const ticket = await readTicket(text);
  if (!ticket || !(await once(`ticket:${ticket.id}`, TICKET_MEMORY_MS))) return "ticket_refused";
  const session = await findSessionOfTicket(resources().database.hot.read, ticket.sessionId);
  const caller = callerOf(headers, session?.userId === ticket.userId ? session : null, "token");
  // Pictures are where the pages are, not here.
  return resources().settings.publicUrl
    ? caller
    : { ...caller, origin: headers.origin ?? caller.origin, sharedOrigin: "" };
}

/** A cookie speaks for pages of this very origin; with SOCKET_URL they are at another, and bring a ticket. */
function known(headers: IncomingHttpHeaders, token: unknown): Promise<Caller> {
  const ours = !resources().settings.socketUrl && originKind(headers) !== "allowed";
  const { cookie: _, ...others } = headers;
  return identify(ours ? headers : others, typeof token === "string" ? token : undefined);
}
