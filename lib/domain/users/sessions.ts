import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Context, Database, ReadDb, Sql, Tx } from "@/lib/domain/context";
import { statement } from "@/lib/domain/sql";
import { deviceName } from "./device-name";

const TOUCH_EVERY_MS = 60_000;

export interface LiveSession {
  id: string;
  userId: number;
  lastUsedAt: Date;
  user: { locale: string | null };
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

const columns = { id: true, userId: true, lastUsedAt: true, user: { select: { locale: true } } } as const;

/** The session that a browser's cookie names; null once it is over. */
export function findSession(db: Pick<ReadDb, "session">, sessionId: string): Promise<LiveSession | null> {
  return db.session.findFirst({ where: { id: sessionId, kind: "web", user: { deletedAt: null } }, select: columns });
}

/** The session of a Bearer token; null for one that is unknown or revoked. */
export function findSessionByToken(db: Pick<ReadDb, "session">, token: string): Promise<LiveSession | null> {
  return db.session.findFirst({
    where: { tokenHash: hashToken(token), kind: "token", user: { deletedAt: null } },
    select: columns,
  });
}

const live = statement<[id: string], { id: string }>(`SELECT id AS "id" FROM sessions WHERE id = $1`);

/** Whether the session that was found is still there. */
export async function isLive(sql: Sql, sessionId: string): Promise<boolean> {
  return (await sql.all(live, sessionId)).length > 0;
}

/** Notes that a session is in use, at most once a minute. */
export async function touchSession(
  database: Pick<Database, "transaction">,
  session: Pick<LiveSession, "id" | "lastUsedAt">,
  now: Date,
): Promise<void> {
  const stale = new Date(now.getTime() - TOUCH_EVERY_MS);
  if (session.lastUsedAt > stale) return;
  await database.transaction((tx) =>
    tx.session.updateMany({ where: { id: session.id, lastUsedAt: { lte: stale } }, data: { lastUsedAt: now } }),
  );
}
