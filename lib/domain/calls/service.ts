import { postCallMessage } from "@/lib/domain/chat/post-call-message";
import { announceMessage, type PostedMessage } from "@/lib/domain/chat/post-message";
import type { Tx } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { type CallContext, loadCall, stateOf } from "./load";
import { type CallRow, toCall } from "./present";
import { type CallEvent, type CallState, type Refusal, transition } from "./transition";

type NextState = Exclude<CallState, { status: "ringing" }>;

function refusalOf(refusal: Refusal) {
  if (refusal === "wrong_role") return refuse("forbidden");
  return refuse("conflict", refusal === "not_due" ? "call_lost_race" : refusal);
}

/** Writes the new state only over the old one; false when somebody was faster. */
async function writeGuarded(tx: Tx, row: CallRow, next: NextState, event: CallEvent): Promise<boolean> {
  const gone = event.type === "device_gone" ? event.unseenSince : null;
  const { count } = await tx.call.updateMany({
    where: {
      id: row.id,
      status: row.status,
      // A lease renewed since the sweep looked keeps the call.
      ...(gone && { live: { some: { deviceId: { not: null }, deviceSeenAt: { lt: gone } } } }),
    },
    data:
      next.status === "accepted"
        ? { status: next.status, calleeDevice: next.calleeDevice, acceptedAt: next.acceptedAt }
        : { status: next.status, endReason: next.endReason, endedAt: next.endedAt },
  });
  return count === 1;
}

/** What the call's two people are told once the call is over; `message` is what stands in their chat. */
export function announceEnd(ctx: CallContext, row: CallRow, message: PostedMessage): void {
  const to = [row.callerId, row.calleeId];
  ctx.publish({ name: "call.ended", data: { call: toCall(row, ctx) }, to });
  announceMessage(ctx, message);
}

async function write(ctx: CallContext, row: CallRow, next: NextState, event: CallEvent) {
  return ctx.transaction(async (tx) => {
    if (!(await writeGuarded(tx, row, next, event))) return null;
    const changed: CallRow = { ...row, ...next };
    if (next.status === "accepted") {
      await tx.liveCall.updateMany({
        where: { userId: row.calleeId, callId: row.id },
        data: { deviceId: next.calleeDevice, deviceSeenAt: event.at, warmDeviceId: null },
      });
      return { changed, message: null };
    }
    await tx.liveCall.deleteMany({ where: { callId: row.id } });
    return { changed, message: await postCallMessage(tx, changed, ctx) };
  });
}

/**
 * Lets `event` happen to the call, whoever else is changing it at this moment, and tells both people.
 * Answers the call as it then is. `known`: the call as it was just read, which spares the first look.
 * @throws OperationError `not_found`, `forbidden` (not this person's to do), or `conflict` with the reason
 * `call_over`, `call_lost_race` or `device_not_bound`
 */
export async function advance(ctx: CallContext, id: string, event: CallEvent, known?: CallRow): Promise<CallRow> {
  // A call changes at most twice, so a third look sees its last state.
  for (let look = 1; look <= 3; look++) {
    const row = (look === 1 && known) || (await loadCall(ctx, id));
    const result = transition(stateOf(row), event);
    if (result.kind === "refused") throw refusalOf(result.refusal);
    if (result.kind === "same") return row;
    const written = await write(ctx, row, result.state, event);
    if (!written) continue;
    const { changed, message } = written;
    if (message) announceEnd(ctx, changed, message);
    else {
      const to = [row.callerId, row.calleeId];
      ctx.publish({ name: "call.accepted", data: { call: toCall(changed, ctx) }, to });
    }
    return changed;
  }
  throw refuse("conflict", "call_lost_race");
}
