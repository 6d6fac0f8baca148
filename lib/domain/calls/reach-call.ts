import { Call, ReachedInput } from "@/lib/contracts/calls";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { callParty } from "@/lib/domain/rules";
import { commandLimit } from "./limits";
import { loadCall, roleOf } from "./load";
import { toCall } from "./present";
import { warmUp } from "./warm";

/**
 * A device of the callee shows the ring; the caller's device is told with `call.reached`. The first one that also makes
 * it heard prepares its connection, if the two are friends (`warm`), and signals may go between the two devices. When it is
 * gone, the tab of its browser that is heard next takes its place by naming it (`instead_of`).
 * @throws OperationError `not_found`, `forbidden` (the caller)
 */
export const reachCall = operation({
  name: "call.reached",
  summary: "Say that a ringing call is shown on this device, and whether it is heard there.",
  rest: "POST /calls/{call_id}/reached",
  command: "call:reached",
  refuses: ["not_found", "forbidden"],
  input: ReachedInput,
  output: Call,
  allow: callParty,
  limits: [commandLimit],
  async run(ctx, { call_id, device_id, sounding, instead_of }) {
    const row = await loadCall(ctx, call_id);
    if (roleOf(row, ctx.actor.id) !== "callee") throw refuse("forbidden");
    if (row.status === "ringing") {
      const warm = sounding && (await warmUp(ctx, row, device_id, instead_of));
      ctx.publish({
        name: "call.reached",
        data: { call_id, warm, callee_device_id: warm ? device_id : null },
        to: [row.callerId],
        device_id: row.callerDevice,
      });
    }
    return toCall(row, ctx);
  },
});
