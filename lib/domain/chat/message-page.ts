import type { z } from "zod";
import type { ListMessagesInput } from "@/lib/contracts/chat";
import type { MessageFilter, ReadDb } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { decodeCursor, encodeCursor, position } from "./cursor";
import { type MessageRow, messageInclude } from "./present";
import type { Seen } from "./seen";

/** Which part of a conversation is asked for. `id` is a message's, `seq` its place; `rev` a change's. */
export type Window =
  | { kind: "newest" }
  | { kind: "before"; id: number }
  | { kind: "after"; id: number }
  | { kind: "around"; seq: number }
  | { kind: "since"; rev: number };

export function windowOf(input: z.output<typeof ListMessagesInput>): Window {
  if (input.before !== undefined) return { kind: "before", id: input.before };
  if (input.after !== undefined) return { kind: "after", id: input.after };
  if (input.around !== undefined) return { kind: "around", seq: input.around };
  if (input.since_rev !== undefined) return { kind: "since", rev: input.since_rev };
  if (input.cursor === undefined) return { kind: "newest" };
  const [kind, digits] = decodeCursor(input.cursor, /^(before|after|since)\.(\d{1,10})$/);
  const value = position(digits);
  if (kind === "since") return { kind, rev: value };
  return { kind: kind === "after" ? "after" : "before", id: value };
}

type Db = Pick<ReadDb, "message">;

/** The seq of a message of this conversation. @throws OperationError `not_found` for every other message */
async function seqOf(db: Db, conversationId: number, id: number): Promise<number> {
  const row = await db.message.findFirst({ where: { id, conversationId }, select: { seq: true } });
  if (!row) throw refuse("not_found");
  return row.seq;
}

/**
 * At most `limit` messages of the window, of those `seen`, in ascending order (of seq; of rev for "since"), and the
 * cursor that goes on in the same direction: older from the newest page, "before" and "around", newer from "after" and
 * "since"; null at the end.
 */
export async function readPage(
  db: Db,
  seen: Seen,
  window: Window,
  limit: number,
): Promise<{ rows: MessageRow[]; next_cursor: string | null }> {
  const { conversationId } = seen;
  const take = limit + 1;
  const include = messageInclude;
  const find = (where: MessageFilter, orderBy: { seq: "asc" | "desc" } | { rev: "asc" }) =>
    db.message.findMany({ where: { AND: [seen, where] }, orderBy, take, include });
  if (window.kind === "since") {
    const found = await find({ rev: { gt: window.rev } }, { rev: "asc" });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return { rows, next_cursor: found.length > limit && last ? encodeCursor("since", last.rev) : null };
  }
  if (window.kind === "after") {
    const seq = { gt: await seqOf(db, conversationId, window.id) };
    const found = await find({ seq }, { seq: "asc" });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return { rows, next_cursor: found.length > limit && last ? encodeCursor("after", last.id) : null };
  }
  if (window.kind === "around") {
    // No seq is missing, so half a page before it begins at a known place.
    const from = Math.max(1, window.seq - Math.floor(limit / 2));
    const seq = { gte: from, lt: from + limit };
    const rows = await find({ seq }, { seq: "asc" });
    const first = rows[0];
    return { rows, next_cursor: first && first.seq > 1 ? encodeCursor("before", first.id) : null };
  }
  const seq = window.kind === "before" ? { lt: await seqOf(db, conversationId, window.id) } : undefined;
  const found = await find({ seq }, { seq: "desc" });
  const rows = found.slice(0, limit).reverse();
  const first = rows[0];
  return { rows, next_cursor: found.length > limit && first ? encodeCursor("before", first.id) : null };
}
