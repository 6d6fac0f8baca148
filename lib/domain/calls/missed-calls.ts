import { CallsSeen, MissedCalls } from "@/lib/contracts/calls";
import { Empty } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { statement } from "@/lib/domain/sql";
import { commandLimit } from "./limits";

const unanswered = ["missed", "cancelled", "busy"];

/** The calls that rang for this person, or found them busy, and were not answered: to be called back. */
export function missedBy(userId: number) {
  return { calleeId: userId, status: "ended", endReason: { in: unanswered } };
}

/** Those since the log was last looked at. Every reconnected client asks for them, so the query does without Prisma. */
const unseen = statement<[userId: number], { count: number }>(`
  SELECT CAST(COUNT(*) AS INTEGER) AS "count" FROM users me JOIN calls c ON c.callee_id = me.id
  WHERE me.id = $1 AND c.status = 'ended' AND c.end_reason IN (${unanswered.map((reason) => `'${reason}'`)})
    AND (me.calls_seen_at IS NULL OR c.ended_at > me.calls_seen_at)`);

/** How many calls were missed since the caller last looked at the log. */
export const missedCalls = operation({
  name: "calls.missed",
  summary: "Count the missed calls that have not been looked at.",
  rest: "GET /calls/missed",
  command: "call:missed",
  input: Empty,
  output: MissedCalls,
  allow: signedIn,
  async run(ctx) {
    const [found] = await ctx.hot.read.all(unseen, ctx.actor.id);
    return { count: found?.count ?? 0 };
  },
});

/** The caller has looked at the log: no call missed until now waits any longer, on any of their devices. */
export const seeCalls = operation({
  name: "calls.seen",
  summary: "Say that the missed calls have been looked at.",
  rest: "POST /calls/seen",
  input: Empty,
  output: CallsSeen,
  allow: signedIn,
  limits: [commandLimit],
  async run(ctx) {
    const now = ctx.now();
    const { count } = await ctx.transaction((tx) =>
      tx.user.updateMany({
        // Never backwards: another device may have looked a moment later. Nor for an account deleted meanwhile.
        where: { id: ctx.actor.id, deletedAt: null, OR: [{ callsSeenAt: null }, { callsSeenAt: { lt: now } }] },
        data: { callsSeenAt: now },
      }),
    );
    const seen = { seen_at: now.toISOString() };
    if (count === 1) ctx.publish({ name: "calls.seen", data: seen, to: [ctx.actor.id] });
    return seen;
  },
});
