import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Context, Database, Sql, Tx } from "@/lib/domain/context";
import { statement, timeText } from "@/lib/domain/sql";
import { deviceName } from "./device-name";

const TOUCH_EVERY_MS = 60_000;

export interface LiveSession {
  id: string;
  userId: number;
  /** of the person's account */
  locale: string | null;
  /** its last use was noted a minute ago or longer */
  stale: boolean;
}

export interface SessionOwner {
  userId: number;
  /** as the client wished */
  deviceName: string | undefined;
}

/** Writes the session's row; answers what the client shows from then on. */
export type OpenSession = (tx: Tx, ctx: Pick<Context, "now" | "userAgent">, owner: SessionOwner) => Promise<string>;

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function rowOf(ctx: Pick<Context, "now" | "userAgent">, owner: SessionOwner) {
  const name = deviceName(owner.deviceName, ctx.userAgent);
  return { id: randomUUID(), userId: owner.userId, name, createdAt: ctx.now(), lastUsedAt: ctx.now() };
}

/**
 * Answers the Bearer token (RFC 6750), shown this once: only its SHA-256 is kept, which is enough for
 * 32 random bytes.
 */
export const openTokenSession: OpenSession = async (tx, ctx, owner) => {
  const token = `nida_${randomBytes(32).toString("base64url")}`;
  await tx.session.create({ data: { ...rowOf(ctx, owner), kind: "token", tokenHash: hashToken(token) } });
  return token;
};

/** Answers the session's id, which the browser's signed cookie carries. */
export const openWebSession: OpenSession = async (tx, ctx, owner) => {
  const { id } = await tx.session.create({ data: { ...rowOf(ctx, owner), kind: "web" } });
  return id;
};

type SessionRow = Omit<LiveSession, "stale"> & { stale: boolean | number };

/** Read with every request and handshake, so beside Prisma. */
const found = (condition: string) =>
  statement<[which: string, stale: string], SessionRow>(`
    SELECT s.id AS "id", s.user_id AS "userId", u.locale AS "locale", s.last_used_at <= $2 AS "stale"
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE ${condition} AND u.deleted_at IS NULL`);
const ofCookie = found("s.id = $1 AND s.kind = 'web'");
const ofTicket = found("s.id = $1");
const ofToken = found("s.token_hash = $1 AND s.kind = 'token'");

const staleAt = (now: Date) => timeText(new Date(now.getTime() - TOUCH_EVERY_MS));

/** The session that a browser's cookie names; null once it is over. */
export async function findSession(sql: Sql, sessionId: string, now = new Date()): Promise<LiveSession | null> {
  const [row] = await sql.all(ofCookie, sessionId, staleAt(now));
  return row ? { ...row, stale: Boolean(row.stale) } : null;
}

/** The session that a socket ticket names, whatever its kind; null once it is over. */
export async function findSessionOfTicket(sql: Sql, sessionId: string, now = new Date()): Promise<LiveSession | null> {
  const [row] = await sql.all(ofTicket, sessionId, staleAt(now));
  return row ? { ...row, stale: Boolean(row.stale) } : null;
}

/** The session of a Bearer token; null for one that is unknown or revoked. */
export async function findSessionByToken(sql: Sql, token: string, now = new Date()): Promise<LiveSession | null> {
  const [row] = await sql.all(ofToken, hashToken(token), staleAt(now));
  return row ? { ...row, stale: Boolean(row.stale) } : null;
}

const live = statement<[id: string], { id: string }>(`SELECT id AS "id" FROM sessions WHERE id = $1`);

/** Whether the session that was found is still there. */
export async function isLive(sql: Sql, sessionId: string): Promise<boolean> {
  return (await sql.all(live, sessionId)).length > 0;
}

const touch = statement<[id: string, at: string, stale: string]>(
  "UPDATE sessions SET last_used_at = $2 WHERE id = $1 AND last_used_at <= $3",
);

/** Notes that a session is in use, at most once a minute. */
export async function touchSession(
  { hot }: Pick<Database, "hot">,
  { id, stale }: Pick<LiveSession, "id" | "stale">,
  now: Date,
): Promise<void> {
  // After a restart all come back at once: their notes share a commit.
  if (stale) await hot.later.all(touch, id, timeText(now), staleAt(now));
}
