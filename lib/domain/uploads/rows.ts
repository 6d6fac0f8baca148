import { randomUUID } from "node:crypto";
import type { Sql, Tx } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { statement } from "@/lib/domain/sql";
import type { FreedBytes } from "./discard";
import type { NewUpload } from "./store-file";

const freed = { storageKey: true, thumbKey: true } as const;

/**
 * Writes down a stored file as `ownerId`'s, not yet sent.
 * @throws `unauthenticated` when the account has been deleted meanwhile
 */
export async function createRow(tx: Tx, ownerId: number, upload: NewUpload, at: Date) {
  const held = await tx.user.updateMany({ where: { id: ownerId, deletedAt: null }, data: { deletedAt: null } });
  if (held.count === 0) throw refuse("unauthenticated");
  return tx.upload.create({ data: { ...upload, id: randomUUID(), ownerId, createdAt: at } });
}

const claim = statement<[messageId: number, uploadId: string, ownerId: number], { id: string }>(`
  UPDATE uploads SET message_id = $1 WHERE id = $2 AND owner_id = $3 AND message_id IS NULL RETURNING id AS "id"`);

/**
 * Puts an unsent file of `ownerId`'s into a message, in the transaction that stores the message. Guarded: of two
 * messages that want the same file one gets it.
 * @throws OperationError `conflict` (upload_used)
 */
export async function claimUpload(sql: Sql, of: { uploadId: string; ownerId: number; messageId: number }) {
  const claimed = await sql.all(claim, of.messageId, of.uploadId, of.ownerId);
  if (claimed.length === 0) throw refuse("conflict", "upload_used");
}

/**
 * Takes the file out of a message, in the transaction that deletes the message for everyone.
 * Answers what `discardBytes` is to be given after the commit.
 */
export async function releaseUpload(tx: Tx, messageId: number): Promise<FreedBytes[]> {
  const rows = await tx.upload.findMany({ where: { messageId }, select: freed });
  await tx.upload.deleteMany({ where: { messageId } });
  return rows;
}

/** Takes back all that `ownerId` has uploaded and not sent; like `releaseUpload`. */
export async function releaseUnsent(tx: Tx, ownerId: number): Promise<FreedBytes[]> {
  const rows = await tx.upload.findMany({ where: { ownerId, messageId: null }, select: freed });
  await tx.upload.deleteMany({ where: { ownerId, messageId: null } });
  return rows;
}

/**
 * Gives `ownerId` the file of a message once more, unsent, over the same bytes: to be claimed by the message that
 * forwards it, in the same transaction. Answers null when the message has none (any more).
 */
export async function copyUpload(tx: Tx, copy: { messageId: number; ownerId: number; at: Date }) {
  const { messageId, ownerId, at } = copy;
  // Held until the commit, so that bytes are not taken for free while their second row is being written.
  const held = await tx.upload.updateMany({ where: { messageId }, data: { messageId } });
  if (held.count === 0) return null;
  const source = await tx.upload.findUniqueOrThrow({ where: { messageId } });
  return tx.upload.create({ data: { ...source, id: randomUUID(), ownerId, messageId: null, createdAt: at } });
}
