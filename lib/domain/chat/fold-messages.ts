import type { Database } from "@/lib/domain/context";
import { messageSearchText, NAME_MARK } from "./search-text";

/** Ids looked through at a time, and messages written in one transaction: both short enough to be in nobody's way. */
const LOOK = 2000;
const WRITE = 50;

/**
 * Makes messages findable that were written before there was search, or before the names of files were looked at:
 * folds what has no such search text yet, after one id. Guarded, so any number of nodes may do it. Answers the id to go on after, or null at the end.
 */
export async function foldMessages({ db, transaction }: Pick<Database, "db" | "transaction">, after: number) {
  const end = after + LOOK;
  const rows = await db.message.findMany({
    where: {
      id: { gt: after, lte: end },
      OR: [
        { searchText: null },
        { type: "file", upload: { isNot: null }, NOT: { searchText: { contains: NAME_MARK } } },
      ],
    },
    orderBy: { id: "asc" },
    take: WRITE,
    select: { id: true, body: true, searchText: true, upload: { select: { kind: true, name: true } } },
  });
  if (rows.length > 0) {
    await transaction(async (tx) => {
      for (const { id, body, searchText, upload } of rows) {
        // An edit has folded its own text.
        await tx.message.updateMany({
          where: { id, searchText },
          data: { searchText: messageSearchText(body, upload) },
        });
      }
    });
  }
  if (rows.length === WRITE) return rows.at(-1)?.id ?? end;
  const more = await db.message.findFirst({ where: { id: { gt: end } }, select: { id: true } });
  return more ? end : null;
}
