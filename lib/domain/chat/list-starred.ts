import { PageInput, pageOf } from "@/lib/contracts/common";
import { StarredMessage } from "@/lib/contracts/marks";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { decodeCursor, encodeCursor, position } from "./cursor";
import { foundInclude, toFound } from "./found-messages";

/** Everything starred before the cursor's star. */
function before(cursor: string) {
  const [milliseconds, digits] = decodeCursor(cursor, /^(\d{1,15})\.(\d{1,10})$/);
  const starredAt = new Date(Number(milliseconds));
  return { OR: [{ starredAt: { lt: starredAt } }, { starredAt, messageId: { lt: position(digits) } }] };
}

/** What the caller has starred in all conversations and can still see, the latest star first. */
export const listStarred = operation({
  name: "message.starred",
  summary: "List the messages that you starred",
  rest: "GET /chat/starred",
  input: PageInput,
  output: pageOf(StarredMessage),
  allow: signedIn,
  async run(ctx, { limit, cursor }) {
    const userId = ctx.actor.id;
    const cleared = await ctx.db.participant.findMany({
      where: { userId, clearedSeq: { gt: 0 } },
      select: { conversationId: true, clearedSeq: true },
    });
    const found = await ctx.db.messageMark.findMany({
      where: {
        userId,
        starredAt: { not: null },
        hiddenAt: null,
        message: {
          deletedAt: null,
          NOT: cleared.map(({ conversationId, clearedSeq }) => ({ conversationId, seq: { lte: clearedSeq } })),
        },
        ...(cursor !== undefined && { AND: [before(cursor)] }),
      },
      orderBy: [{ starredAt: "desc" }, { messageId: "desc" }],
      take: limit + 1,
      include: { message: { include: foundInclude } },
    });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return {
      items: rows.flatMap(({ message, starredAt }) =>
        starredAt ? [{ ...toFound(message, ctx), starred_at: starredAt.toISOString() }] : [],
      ),
      next_cursor:
        found.length > limit && last?.starredAt ? encodeCursor(last.starredAt.getTime(), last.messageId) : null,
    };
  },
});
