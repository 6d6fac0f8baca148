import type { User } from "@/lib/contracts/users";
import type { Context } from "@/lib/domain/context";

/** The columns that `toUser` needs, for a Prisma `select`. */
export const userColumns = { id: true, name: true, username: true, avatarKey: true } as const;

export interface UserRow {
  id: number;
  name: string;
  username: string;
  avatarKey: string | null;
}

/** A person as others see them. */
export function toUser(row: UserRow, ctx: Pick<Context, "url">): User {
  return {
    id: row.id,
    name: row.name,
    username: row.username,
    avatar: row.avatarKey ? ctx.url(`/api/avatars/${row.avatarKey}`) : null,
  };
}
