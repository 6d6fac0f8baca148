import { CallRef, CurrentCall, CurrentCallInput, ListCallsInput, LoggedCall } from "@/lib/contracts/calls";
import { pageOf } from "@/lib/contracts/common";
import { decodeCursor, encodeCursor } from "@/lib/domain/chat/cursor";
import { operation } from "@/lib/domain/operation";
import { callParty, signedIn } from "@/lib/domain/rules";
import { statement } from "@/lib/domain/sql";
import { renewLeases } from "./leases";
import { loadLogged, loggedInclude, toLoggedCall } from "./logged";
import { missedBy } from "./missed-calls";
import { callInclude, toCall } from "./present";
import { warmDeviceOf } from "./warm";

/** One call of the caller, live or over, with what both sides reported of it. @throws OperationError `not_found` */
export const getCall = operation({
  name: "call.get",
  summary: "Read one call.",
  rest: "GET /calls/{call_id}",
  command: "call:get",
  refuses: ["not_found"],
  input: CallRef,
  output: LoggedCall,
  allow: callParty,
  run: async (ctx, { call_id }) => toLoggedCall(await loadLogged(ctx, call_id), ctx),
});

const anyLive = statement<[userId: number], { id: number }>(
  `SELECT user_id AS "id" FROM live_calls WHERE user_id = $1`,
);

/**
 * The caller's live call, or null. Naming the bound device also says that it is there: a client without a socket keeps
 * its call by asking at least every half CALL_GRACE_MS.
 */
export const currentCall = operation({
  name: "call.current",
  summary: "Read the live call, if there is one; from its device, also keep it alive.",
  rest: "GET /calls/current",
  command: "call:current",
  input: CurrentCallInput,
  output: CurrentCall.nullable(),
  allow: signedIn,
  async run(ctx, { device_id }) {
    // After a gap everybody asks, and hardly anybody has one.
    if ((await ctx.hot.read.all(anyLive, ctx.actor.id)).length === 0) return null;
    const live = await ctx.db.liveCall.findUnique({
      where: { userId: ctx.actor.id },
      include: { call: { include: callInclude } },
    });
    if (!live || live.call.status === "ended") return null;
    if (device_id !== undefined && device_id === live.deviceId) {
      await renewLeases(ctx, ctx.now(), [{ userId: ctx.actor.id, deviceId: device_id }]);
    }
    const warm = live.call.status === "ringing" ? await warmDeviceOf(ctx, live.call) : null;
    return { ...toCall(live.call, ctx), warm_device_id: warm };
  },
});

/** Where a page ended: milliseconds since 1970 and id. */
const PLACE = /^(\d{1,15})\.([0-9a-f-]{36})$/;

function after(cursor: string | undefined) {
  if (cursor === undefined) return {};
  const [at, id] = decodeCursor(cursor, PLACE);
  const createdAt = new Date(Number(at));
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** The calls made and received, or those alone that the caller missed; newest first. @throws OperationError `validation_failed` (cursor) */
export const listCalls = operation({
  name: "call.list",
  summary: "List calls, newest first; all, or only the missed ones.",
  rest: "GET /calls",
  command: "call:list",
  input: ListCallsInput,
  output: pageOf(LoggedCall),
  allow: signedIn,
  async run(ctx, { limit, cursor, filter }) {
    const me = ctx.actor.id;
    const mine = filter === "missed" ? missedBy(me) : { OR: [{ callerId: me }, { calleeId: me }] };
    const rows = await ctx.db.call.findMany({
      where: { AND: [mine, after(cursor)] },
      include: loggedInclude,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => toLoggedCall(row, ctx)),
      next_cursor: rows.length > limit && last ? encodeCursor(last.createdAt.getTime(), last.id) : null,
    };
  },
});
