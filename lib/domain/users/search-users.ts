import { pageOf } from "@/lib/contracts/common";
import { Profile, SearchInput } from "@/lib/contracts/users";
import type { PersonFilter } from "@/lib/domain/context";
import { refuseField } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { fold } from "@/lib/text/fold";
import { peoplePage, readCursor } from "./people-page";
import { type ProfileRow, profilesOf } from "./profiles";

const MAX_WORDS = 6;

/** Two lists after one another: where every word begins a word of the person's, then all other finds. */
function filters(words: string[]): { beginnings: PersonFilter; others: PersonFilter } {
  const asBeginnings = { AND: words.map((word) => ({ searchText: { contains: ` ${word}` } })) };
  const anywhere = { AND: words.map((word) => ({ searchText: { contains: word } })) };
  return { beginnings: asBeginnings, others: { AND: [anywhere, { NOT: asBeginnings }] } };
}

/** "1-7": after person 7 of the first list. */
function readPlace(cursor: string | undefined): { list: 1 | 2; after: number | null } {
  if (cursor === undefined) return { list: 1, after: null };
  const [list, id] = cursor.split("-");
  if (list !== "1" && list !== "2") throw refuseField("cursor", "invalid_value");
  return { list: list === "1" ? 1 : 2, after: readCursor(id ?? "") };
}

export const searchUsers = operation({
  name: "user.search",
  summary: "Find people by name or username; Arabic spellings count as one.",
  rest: "GET /users",
  input: SearchInput,
  output: pageOf(Profile),
  allow: signedIn,
  limits: [{ points: 120, seconds: 60, by: "person" }],
  async run(ctx, { query, limit, cursor }) {
    const words = fold(query).split(" ").filter(Boolean).slice(0, MAX_WORDS);
    const place = readPlace(cursor);
    if (words.length === 0) return { items: [], next_cursor: null };
    const me = ctx.actor.id;
    const visible: PersonFilter = {
      id: { not: me },
      blocksMade: { none: { blockedId: me } },
      blocksReceived: { none: { blockerId: me } },
    };
    const { beginnings, others } = filters(words);
    // One row more than asked for tells whether there is a next page.
    const found: { list: 1 | 2; row: ProfileRow }[] = [];
    for (const [list, filter] of [
      [1, beginnings],
      [2, others],
    ] as const) {
      const left = limit + 1 - found.length;
      if (list < place.list || left === 0) continue;
      const after = list === place.list ? place.after : null;
      const rows = await peoplePage(ctx.db, { AND: [visible, filter] }, { after, limit: left });
      found.push(...rows.map((row) => ({ list, row })));
    }
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await profilesOf(
        ctx,
        shown.map(({ row }) => row),
      ),
      next_cursor: found.length > limit && last ? `${last.list}-${last.row.id}` : null,
    };
  },
});
