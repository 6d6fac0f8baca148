import type { PersonFilter, ReadDb } from "@/lib/domain/context";
import { refuseField } from "@/lib/domain/errors";
import { type ProfileRow, profileColumns } from "./profiles";

/**
 * The people that `filter` lets through, by name, after the person `after`. Holds its place while others come
 * and go, since it is told by a person's name and id, not by counting.
 */
export async function peoplePage(
  db: Pick<ReadDb, "user">,
  filter: PersonFilter,
  page: { after: number | null; limit?: number },
): Promise<ProfileRow[]> {
  return db.user.findMany({
    where: { AND: [filter, { deletedAt: null }, await behind(db, page.after)] },
    orderBy: [{ searchText: "asc" }, { id: "asc" }],
    take: page.limit,
    select: profileColumns,
  });
}

async function behind(db: Pick<ReadDb, "user">, after: number | null): Promise<PersonFilter> {
  if (after === null) return {};
  const last = await db.user.findUnique({ where: { id: after }, select: { searchText: true } });
  if (!last) throw refuseField("cursor", "invalid_value");
  return { OR: [{ searchText: { gt: last.searchText } }, { searchText: last.searchText, id: { gt: after } }] };
}

/** The person a cursor names: the last of the page before. */
export function readCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(cursor)) throw refuseField("cursor", "invalid_value");
  return Number(cursor);
}

/** One more than the limit was read: answers the page, and the cursor if something is behind it. */
export function cutPage<T extends { id: number }>(
  rows: T[],
  limit: number | undefined,
): { page: T[]; next_cursor: string | null } {
  if (limit === undefined || rows.length <= limit) return { page: rows, next_cursor: null };
  const page = rows.slice(0, limit);
  return { page, next_cursor: String(page.at(-1)?.id) };
}
