import { decode, encode } from "next-auth/jwt";
import type { Actor } from "@/lib/domain/context";
import { resources } from "./resources";

/** With the tolerance of `decode` for clocks that differ, a ticket is good for a minute at most. In seconds. */
const LIFE_S = 45;
const TICKET_TOLERANCE_S = 15;
/** Sets the key of tickets apart from that of cookies: neither is ever taken for the other. */
const PURPOSE = "socket";

/** What a ticket says. */
export interface Ticket {
  /** names this one ticket */
  id: string;
  userId: number;
  sessionId: string;
}

/** A ticket that opens one socket of this session (JWE, RFC 7516): the browser takes it to another origin, where its cookie does not go. */
export async function issueTicket(actor: Actor, now: Date): Promise<{ ticket: string; expires_at: string }> {
  const { secret } = resources().settings;
  const token = { sub: String(actor.id), sid: actor.sessionId };
  const ticket = await encode({ token, secret, maxAge: LIFE_S, salt: PURPOSE });
  return { ticket, expires_at: new Date(now.getTime() + LIFE_S * 1000).toISOString() };
}

/** What a ticket says; null for one that is not ours, is for something else, or is too old. */
export async function readTicket(ticket: string): Promise<Ticket | null> {
  try {
    const claims = await decode({ token: ticket, secret: resources().settings.secret, salt: PURPOSE });
    const [id, userId, sessionId] = [claims?.jti, Number(claims?.sub), claims?.sid];
    if (typeof id !== "string" || !Number.isSafeInteger(userId) || typeof sessionId !== "string") return null;
    return { id, userId, sessionId };
  } catch {
    return null;
  }
}

/** How long a ticket that was used must be remembered, in milliseconds. */
export const TICKET_MEMORY_MS = (LIFE_S + 2 * TICKET_TOLERANCE_S) * 1000;
