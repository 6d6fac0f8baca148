import { Call, SignalInput } from "@/lib/contracts/calls";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { callParty } from "@/lib/domain/rules";
import { keepLease } from "./leases";
import { signalLimit } from "./limits";
import { boundDevice, loadCall, roleOf } from "./load";
import { toCall } from "./present";

const MAX_SIGNAL_BYTES = 64 * 1024;

/**
 * Carries a WebRTC signal to the other bound device of an accepted call, and to nobody else.
 * @throws OperationError `not_found`, `too_large` (over 64 KiB as JSON), `conflict` (`call_over`, `call_lost_race`
 * before it is accepted, `device_not_bound`)
 */
export const signalCall = operation({
  name: "call.signal",
  summary: "Send a WebRTC signal to the other device of an accepted call.",
  rest: "POST /calls/{call_id}/signal",
  command: "call:signal",
  input: SignalInput,
  output: Call,
  allow: callParty,
  limits: [signalLimit],
  async run(ctx, { call_id, device_id, signal }) {
    if (Buffer.byteLength(JSON.stringify(signal)) > MAX_SIGNAL_BYTES) throw refuse("too_large");
    const row = await loadCall(ctx, call_id);
    if (row.status === "ended") throw refuse("conflict", "call_over");
    if (row.status !== "accepted") throw refuse("conflict", "call_lost_race");
    const role = roleOf(row, ctx.actor.id);
    const otherDevice = boundDevice(row, role === "caller" ? "callee" : "caller");
    if (boundDevice(row, role) !== device_id || !otherDevice) throw refuse("conflict", "device_not_bound");
    ctx.publish({
      name: "call.signal",
      data: { call_id, signal },
      to: [role === "caller" ? row.calleeId : row.callerId],
      device_id: otherDevice,
    });
    await keepLease(ctx, ctx.now(), { userId: ctx.actor.id, deviceId: device_id });
    return toCall(row, ctx);
  },
});
