import { Call, CallDevice } from "@/lib/contracts/calls";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { callParty } from "@/lib/domain/rules";
import { commandLimit } from "./limits";
import { loadCall, roleOf } from "./load";
import { toCall } from "./present";

/**
 * A device of the callee shows the ring; the caller's device is told with `call.reached`. Nothing is stored.
 * @throws OperationError `not_found`, `forbidden` (the caller)
 */
export const reachCall = operation({
  name: "call.reached",
  summary: "Say that a ringing call is shown on this device.",
  rest: "POST /calls/{call_id}/reached",
  command: "call:reached",
  input: CallDevice,
  output: Call,
  allow: callParty,
  limits: [commandLimit],
  async run(ctx, { call_id }) {
    const row = await loadCall(ctx, call_id);
    if (roleOf(row, ctx.actor.id) !== "callee") throw refuse("forbidden");
    if (row.status === "ringing") {
      ctx.publish({
        name: "call.reached",
        data: { call_id },
        to: [row.callerId],
        device_id: row.callerDevice,
      });
    }
    return toCall(row, ctx);
  },
});
