import { Call, SignalInput } from "@/lib/contracts/calls";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { callParty } from "@/lib/domain/rules";
import { keepLease } from "./leases";
import { signalLimit } from "./limits";
import { boundDevice, loadCall, roleOf } from "./load";
import { type CallRow, toCall } from "./present";
import type { Role } from "./transition";
import { warmDeviceOf } from "./warm";

const MAX_SIGNAL_BYTES = 64 * 1024;

/** The two devices between which signals may go now, as this role sees them: its own and the other's. */
async function endsOf(ctx: Context, row: CallRow, role: Role): Promise<{ own: string | null; other: string | null }> {
  const caller = row.callerDevice;
  const callee = row.status === "ringing" ? await warmDeviceOf(ctx, row) : boundDevice(row, "callee");
  if (row.status === "ringing" && !callee) throw refuse("conflict", "call_lost_race");
  return role === "caller" ? { own: caller, other: callee } : { own: callee, other: caller };
}

/**
 * Carries a WebRTC signal to the other bound device of an accepted call; while it rings, between the caller's device
 * and the one that prepares its connection (`call.reached` with `warm`). To nobody else.
 * @throws OperationError `not_found`, `too_large` (over 64 KiB as JSON), `conflict` (`call_over`, `call_lost_race`
 * before it is accepted and nothing is prepared, `device_not_bound`)
 */
export const signalCall = operation({
  name: "call.signal",
  summary: "Send a WebRTC signal to the other device of a call.",
  rest: "POST /calls/{call_id}/signal",
  command: "call:signal",
  refuses: ["not_found", "conflict"],
  input: SignalInput,
  output: Call,
  allow: callParty,
  limits: [signalLimit],
  async run(ctx, { call_id, device_id, signal }) {
    if (Buffer.byteLength(JSON.stringify(signal)) > MAX_SIGNAL_BYTES) throw refuse("too_large");
    const row = await loadCall(ctx, call_id);
    if (row.status === "ended") throw refuse("conflict", "call_over");
    const role = roleOf(row, ctx.actor.id);
    const { own, other } = await endsOf(ctx, row, role);
    if (own !== device_id || !other) throw refuse("conflict", "device_not_bound");
    ctx.publish({
      name: "call.signal",
      data: { call_id, signal },
      to: [role === "caller" ? row.calleeId : row.callerId],
      device_id: other,
    });
    await keepLease(ctx, ctx.now(), { userId: ctx.actor.id, deviceId: device_id });
    return toCall(row, ctx);
  },
});
