import { Call, CallDevice, HangupInput } from "@/lib/contracts/calls";
import { operation } from "@/lib/domain/operation";
import { callParty } from "@/lib/domain/rules";
import { commandLimit } from "./limits";
import { loadCall, roleOf } from "./load";
import { toCall } from "./present";
import { advance } from "./service";

function changing<const T extends "accept" | "decline" | "cancel">(type: T, summary: string) {
  return operation({
    name: `call.${type}`,
    summary,
    rest: `POST /calls/{call_id}/${type}` as const,
    command: `call:${type}`,
    refuses: ["not_found", "forbidden", "conflict"],
    input: CallDevice,
    output: Call,
    allow: callParty,
    limits: [commandLimit],
    async run(ctx, { call_id, device_id }) {
      const row = await loadCall(ctx, call_id);
      const by = roleOf(row, ctx.actor.id);
      return toCall(await advance(ctx, call_id, { type, by, device: device_id, at: ctx.now() }, row), ctx);
    },
  });
}

/**
 * The callee takes the call on this device; the others stop ringing. The same device again answers the call.
 * @throws OperationError `not_found`, `forbidden` (the caller), `conflict` (`call_over`, `call_lost_race`)
 */
export const acceptCall = changing("accept", "Take a ringing call on this device.");

/**
 * The callee rejects, from any device, and it ends on all of them.
 * @throws OperationError `not_found`, `forbidden` (the caller), `conflict` (`call_over`, `call_lost_race`)
 */
export const declineCall = changing("decline", "Reject a ringing call.");

/**
 * The caller takes the ring back, from the device that calls.
 * @throws OperationError `not_found`, `forbidden` (the callee), `conflict` (`call_over`, `call_lost_race`,
 * `device_not_bound`)
 */
export const cancelCall = changing("cancel", "Take back a call that still rings.");

/**
 * Ends the call from a bound device; while it rings this is the caller's cancel or the callee's decline. With the reason
 * "failed" an accepted call is kept as one that failed.
 * @throws OperationError `not_found`, `conflict` (`call_over`, `device_not_bound`)
 */
export const hangupCall = operation({
  name: "call.hangup",
  summary: "End a call.",
  rest: "POST /calls/{call_id}/hangup",
  command: "call:hangup",
  refuses: ["not_found", "conflict"],
  input: HangupInput,
  output: Call,
  allow: callParty,
  limits: [commandLimit],
  async run(ctx, { call_id, device_id, reason }) {
    const row = await loadCall(ctx, call_id);
    const by = roleOf(row, ctx.actor.id);
    const event = { type: "hangup", by, device: device_id, failed: reason === "failed", at: ctx.now() } as const;
    return toCall(await advance(ctx, call_id, event, row), ctx);
  },
});
