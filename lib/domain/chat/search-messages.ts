import { FoundMessage, SearchMessagesInput } from "@/lib/contracts/chat";
import { pageOf } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { participant, signedIn } from "@/lib/domain/rules";
import { matchRanges, wordsOf } from "@/lib/text/fold";
import { decodeCursor, encodeCursor, position } from "./cursor";
import { foundInclude, toFound } from "./found-messages";
import { findNewest } from "./search-scan";

/**
 * The caller's messages that hold every word of the query, in any order and spelling, in what was written or in the
 * name of a file, newest first: of all their conversations or of one. Errors: `not_found` (a conversation that is not theirs)
 */
export const searchMessages = operation({
  name: "message.search",
  summary: "Search your messages and the names of files in them; Arabic spellings count as one.",
  rest: "GET /chat/search",
  refuses: ["not_found"],
  input: SearchMessagesInput,
  output: pageOf(FoundMessage),
  allow: (ctx, { conversation_id }) =>
    conversation_id === undefined ? signedIn(ctx, {}) : participant(ctx, { conversation_id }),
  limits: [{ points: 120, seconds: 60, by: "person" }],
  async run(ctx, { query, conversation_id, cursor, limit }) {
    const before = cursor === undefined ? undefined : position(decodeCursor(cursor, /^found\.(\d{1,10})$/)[0]);
    const words = wordsOf(query);
    if (words.length === 0) return { items: [], next_cursor: null };
    const found = await findNewest(ctx, { words, conversation_id, before, limit: limit + 1 });
    const ids = found.slice(0, limit);
    const last = ids.at(-1);
    const rows = await ctx.db.message.findMany({
      where: { id: { in: ids }, deletedAt: null },
      orderBy: { id: "desc" },
      include: foundInclude,
    });
    return {
      items: rows.map((row) => {
        const name = row.upload?.kind === "file" ? row.upload.name : "";
        const matches = matchRanges(row.body, query, name);
        return { ...toFound(row, ctx), matches, name_matches: matchRanges(name, query, row.body) };
      }),
      next_cursor: found.length > limit && last ? encodeCursor("found", last) : null,
    };
  },
});
