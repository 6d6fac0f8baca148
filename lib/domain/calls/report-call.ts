import { LoggedCall, ReportInput } from "@/lib/contracts/calls";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { callParty } from "@/lib/domain/rules";
import { keepLease } from "./leases";
import { reportLimit } from "./limits";
import { boundDevice, loadCall, roleOf } from "./load";
import { loadLogged, toLoggedCall } from "./logged";

/** How long after its end a device may still say how the call went, in milliseconds. */
const LATE_MS = 60_000;

/**
 * Keeps how the call goes for the caller's side, as its bound device measures it; the last report stands.
 * Once the call is over, both people's devices are told with `call.reported`.
 * @throws OperationError `unauthenticated` (deleted meanwhile), `not_found`, `conflict` (`call_lost_race` while it rings, `call_over` when it was never
 * accepted or ended more than a minute ago, `device_not_bound`)
 */
export const reportCall = operation({
  name: "call.report",
  summary: "Say how a call goes on this device: route, loss, jitter, round trip, mean opinion score.",
  rest: "POST /calls/{call_id}/report",
  command: "call:report",
  refuses: ["not_found", "conflict"],
  input: ReportInput,
  output: LoggedCall,
  allow: callParty,
  limits: [reportLimit],
  async run(ctx, { call_id, device_id, route, loss, jitter_ms, round_trip_ms, mos, setup_ms }) {
    const row = await loadCall(ctx, call_id);
    const now = ctx.now();
    if (row.status === "ringing") throw refuse("conflict", "call_lost_race");
    if (!row.acceptedAt) throw refuse("conflict", "call_over");
    if (row.endedAt && now.getTime() - row.endedAt.getTime() > LATE_MS) throw refuse("conflict", "call_over");
    if (boundDevice(row, roleOf(row, ctx.actor.id)) !== device_id) throw refuse("conflict", "device_not_bound");
    const measured = { route, loss, jitterMs: jitter_ms, roundTripMs: round_trip_ms, mos, reportedAt: now };
    const side = { callId: call_id, userId: ctx.actor.id };
    await ctx.transaction(async (tx) => {
      // It may be on its way while its account is deleted.
      if ((await tx.user.count({ where: { id: ctx.actor.id, deletedAt: null } })) === 0)
        throw refuse("unauthenticated");
      await tx.callReport.upsert({
        where: { callId_userId: side },
        create: { ...side, ...measured },
        update: measured,
      });
    });
    ctx.publish({ name: "call.measured", data: { call_id, mos, setup_ms }, to: [] });
    if (row.endedAt) {
      ctx.publish({ name: "call.reported", data: { call_id }, to: [row.callerId, row.calleeId] });
    } else await keepLease(ctx, now, { userId: ctx.actor.id, deviceId: device_id });
    return toLoggedCall(await loadLogged(ctx, call_id), ctx);
  },
});
