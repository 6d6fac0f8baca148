import { setImmediate as turn } from "node:timers/promises";
import type { Context } from "@/lib/domain/context";
import { notHidden } from "./seen";

/** Messages looked at in one query: SQLite works in this process, and nobody else may wait for it. */
const LOOK = 5000;
/** Conversations looked at in one query. */
const TOGETHER = 100;

/** A stretch of a conversation: after one seq, up to another. */
export interface Stretch {
  conversationId: number;
  after: number;
  upTo: number;
  /** when the newest message of the conversation was written */
  updatedAt: Date;
}

interface Wanted {
  words: string[];
  conversation_id?: number;
  /** only ids below */
  before?: number;
  limit: number;
}

/** Ids of the newest messages of the caller that hold all words, descending. */
export async function findNewest(ctx: Context, { words, conversation_id, before, limit }: Wanted): Promise<number[]> {
  const userId = ctx.actor.id;
  const places = await ctx.db.participant.findMany({
    where: { userId, conversationId: conversation_id },
    select: {
      conversationId: true,
      clearedSeq: true,
      marksRev: true,
      conversation: { select: { lastSeq: true, updatedAt: true } },
    },
  });
  const hides = places.some((place) => place.marksRev > 0);
  const stretches = places.map(({ conversationId, clearedSeq, conversation }) => ({
    conversationId,
    after: clearedSeq,
    upTo: conversation.lastSeq,
    updatedAt: conversation.updatedAt,
  }));
  let found: { id: number; createdAt: Date }[] = [];
  for (const group of groupsOf(stretches)) {
    const last = found.length === limit ? found.at(-1) : undefined;
    // What comes now is older than all that was found: of one conversation, or of conversations that rested since.
    if (last && (conversation_id !== undefined || group.every(({ updatedAt }) => updatedAt < last.createdAt))) break;
    const hits = await ctx.db.message.findMany({
      where: {
        OR: group.map(({ conversationId, after, upTo }) => ({ conversationId, seq: { gt: after, lte: upTo } })),
        AND: words.map((word) => ({ searchText: { contains: word } })),
        id: { lt: before },
        ...(hides && notHidden(userId)),
      },
      orderBy: { id: "desc" },
      take: limit,
      select: { id: true, createdAt: true },
    });
    found = [...found, ...hits].sort((a, b) => b.id - a.id).slice(0, limit);
    await turn();
  }
  return found.map(({ id }) => id);
}

/**
 * Cuts conversations into groups of stretches, each short enough for one query: the conversation that was written to
 * last first, and of each its newest part first.
 */
export function groupsOf(conversations: readonly Stretch[], look = LOOK, together = TOGETHER): Stretch[][] {
  const groups: Stretch[][] = [];
  let group: Stretch[] = [];
  let room = look;
  const close = () => {
    if (group.length > 0) groups.push(group);
    group = [];
    room = look;
  };
  for (const whole of [...conversations].sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())) {
    for (let upTo = whole.upTo; upTo > whole.after; ) {
      const after = Math.max(whole.after, upTo - room);
      group.push({ ...whole, after, upTo });
      room -= upTo - after;
      upTo = after;
      if (room === 0 || group.length === together) close();
    }
  }
  close();
  return groups;
}
