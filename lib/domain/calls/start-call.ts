import { Call, StartCallInput } from "@/lib/contracts/calls";
import { reachOf } from "@/lib/domain/chat/reach";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { resolveClash } from "./clash";
import { endCallsBetween } from "./end-calls-between";
import { startLimit } from "./limits";
import { loadCall } from "./load";
import { type CallRow, toCall } from "./present";
import { ring } from "./ring";

/** The other person of the conversation, if a call may go to them. @throws OperationError `not_found`, `forbidden` */
async function calleeOf(ctx: Context, conversationId: number): Promise<number> {
  const other = await ctx.db.participant.findFirst({
    where: { conversationId, userId: { not: ctx.actor.id } },
    select: { userId: true, acceptedAt: true },
  });
  if (!other) throw refuse("not_found");
  const reach = await reachOf(ctx.hot.read, ctx.actor.id, other.userId);
  if (reach !== "open") throw refuse("forbidden", reach);
  if (!other.acceptedAt) throw refuse("forbidden", "not_accepted");
  return other.userId;
}

/**
 * Rings the callee with `incoming_call` (`SEEDS.md` A), unless the call is past that: they rang back or parted while it
 * was being made. Answers the call as it now is.
 */
async function announceRing(ctx: Context, made: CallRow): Promise<CallRow> {
  const { callerId, calleeId } = made;
  const [reach, row] = await Promise.all([reachOf(ctx.hot.read, callerId, calleeId), loadCall(ctx, made.id)]);
  if (reach !== "open") {
    // A block that was committed meanwhile could not see this call yet.
    await endCallsBetween(ctx, callerId, calleeId);
    throw refuse("forbidden", reach);
  }
  if (row.status !== "ringing") return row;
  const { username: caller_username } = row.caller;
  const { id: call_id, conversationId: conversation_id } = row;
  ctx.publish({
    name: "incoming_call",
    data: { type: "incoming_call", call_id, caller_username, conversation_id, call: toCall(row, ctx) },
    to: [calleeId],
  });
  return row;
}

/**
 * Rings the other person on all their devices and answers the call. If they are in another call it answers one that is
 * `ended` as `busy`; if they are ringing the caller at this moment, their call, accepted; pressed again on the same
 * device, the live call.
 * @throws OperationError `not_found`, `forbidden` (`blocked_by_me`, `unreachable`, `not_accepted`), `conflict` (`device_not_bound`: this
 * call is on another device of the caller; `in_call`: the caller is in a call with somebody else; `call_lost_race`)
 */
export const startCall = operation({
  name: "call.start",
  summary: "Call the other person of a conversation.",
  rest: "POST /calls",
  command: "call:start",
  refuses: ["not_found", "forbidden", "conflict"],
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
    // What is in the way may be over by the time it is read, so the ring is tried again, a few times.
    for (let turn = 1; turn <= 4; turn++) {
      const row = await ring(ctx, attempt);
      if (row) return toCall(await announceRing(ctx, row), ctx);
      const answer = await resolveClash(ctx, attempt);
      if (answer) return toCall(answer, ctx);
    }
    throw refuse("conflict", "call_lost_race");
  },
});
