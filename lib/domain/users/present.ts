import { LocaleName, type Me, type User } from "@/lib/contracts/users";
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

/** The columns that `toMe` needs. */
export const meColumns = {
  ...userColumns,
  about: true,
  email: true,
  locale: true,
  hidePresence: true,
  hideReceipts: true,
  relayOnly: true,
  createdAt: true,
} as const;

export interface MeRow extends UserRow {
  about: string;
  email: string | null;
  locale: string | null;
  hidePresence: boolean;
  hideReceipts: boolean;
  relayOnly: boolean;
  createdAt: Date;
}

/** A person's account as they see it themselves. */
export function toMe(row: MeRow, ctx: Pick<Context, "url">): Me {
  return {
    ...toUser(row, ctx),
    about: row.about,
    email: row.email,
    locale: LocaleName.nullable().catch(null).parse(row.locale),
    hide_presence: row.hidePresence,
    hide_receipts: row.hideReceipts,
    relay_only: row.relayOnly,
    created_at: row.createdAt.toISOString(),
  };
}
