import { fold } from "@/lib/text/fold";
import type { OperatorContext } from "./person";

/** A person as the operator sees them. */
export interface PersonLine {
  id: number;
  username: string;
  name: string;
  created_at: string;
  last_seen_at: string | null;
  /** sign-ins that are open */
  sessions: number;
  locked: boolean;
  admin: boolean;
}

export interface PeopleWanted {
  /** parts of names, spelled in any way; "" for everybody */
  query: string;
  only: "locked" | "admins" | null;
  limit: number;
}

/** The people of this server by username, without those who are deleted; and how many there are in all. */
export async function listPeople(
  { db }: Pick<OperatorContext, "db">,
  { query, only, limit }: PeopleWanted,
): Promise<{ people: PersonLine[]; total: number }> {
  const words = fold(query).split(" ").filter(Boolean);
  const where = {
    deletedAt: null,
    AND: words.map((word) => ({ searchText: { contains: word } })),
    lockedAt: only === "locked" ? { not: null } : undefined,
    adminSince: only === "admins" ? { not: null } : undefined,
  };
  const total = await db.user.count({ where });
  const rows = await db.user.findMany({
    where,
    orderBy: { username: "asc" },
    take: limit,
    include: { _count: { select: { sessions: true } } },
  });
  const people = rows.map((row) => ({
    id: row.id,
    username: row.username,
    name: row.name,
    created_at: row.createdAt.toISOString(),
    last_seen_at: row.lastSeenAt?.toISOString() ?? null,
    sessions: row._count.sessions,
    locked: row.lockedAt !== null,
    admin: row.adminSince !== null,
  }));
  return { people, total };
}
