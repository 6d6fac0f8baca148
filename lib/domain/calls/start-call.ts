import { Call, StartCallInput } from "@/lib/contracts/calls";
import { reachOf } from "@/lib/domain/chat/reach";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { resolveClash } from "./clash";
import { endCallsBetween } from "./end-calls-between";
import { startLimit } from "./limits";
import { type CallRow, toCall } from "./present";
import { ring } from "./ring";

/** The other person of the conversation, if a call may go to them. @throws OperationError `forbidden` */
async function calleeOf(ctx: Context, conversationId: number): Promise<number> {
  const other = await ctx.db.participant.findFirst({
    where: { conversationId, userId: { not: ctx.actor.id } },
    select: { userId: true },
  });
  if (!other) throw refuse("not_found");
  await refuseUnreachable(ctx, other.userId);
  return other.userId;
}

async function refuseUnreachable(ctx: Context, other: number): Promise<void> {
  const reach = await reachOf(ctx.db, ctx.actor.id, other);
  if (reach !== "open") throw refuse("forbidden", reach);
}

/** Rings the callee with `incoming_call` (`SEEDS.md` A). */
function announceRing(ctx: Context, row: CallRow): void {
  const call = toCall(row, ctx);
  ctx.publish({
    name: "incoming_call",
    data: {
      type: "incoming_call",
      call_id: row.id,
      caller_username: row.caller.username,
      conversation_id: row.conversationId,
      call,
    },
    to: [row.calleeId],
  });
}

/**
 * Rings the other person on all their devices and answers the call. If they are in another call it answers one that is
 * `ended` as `busy`; if they are ringing the caller at this moment, their call, accepted; pressed again on the same
 * device, the live call.
 * @throws OperationError `not_found`, `forbidden` (`blocked_by_me`, `unreachable`), `conflict` (`device_not_bound`: this
 * call is on another device of the caller; `in_call`: the caller is in a call with somebody else)
 */
export const startCall = operation({
  name: "call.start",
  summary: "Call the other person of a conversation.",
  rest: "POST /calls",
  command: "call:start",
  input: StartCallInput,
  output: Call,
  allow: participant,
  limits: [startLimit],
  async run(ctx, { conversation_id, device_id }) {
    const attempt = {
      conversationId: conversation_id,
      callerId: ctx.actor.id,
      calleeId: await calleeOf(ctx, conversation_id),
      device: device_id,
    };
    // What is in the way may be over by the time it is read, so the ring is tried again; in turns, this ends.
    for (let turn = 1; turn <= 4; turn++) {
      const row = await ring(ctx, attempt);
      if (row) {
        // A block that was committed meanwhile could not see this call yet.
        if ((await reachOf(ctx.db, attempt.callerId, attempt.calleeId)) !== "open") {
          await endCallsBetween(ctx, attempt.callerId, attempt.calleeId);
          await refuseUnreachable(ctx, attempt.calleeId);
        }
        announceRing(ctx, row);
        return toCall(row, ctx);
      }
      const answer = await resolveClash(ctx, attempt);
      if (answer) return toCall(answer, ctx);
    }
    throw refuse("conflict", "call_lost_race");
  },
});
