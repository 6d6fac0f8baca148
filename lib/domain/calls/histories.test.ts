import fc from "fast-check";
import { expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import type { Actor, Database } from "@/lib/domain/context";
import { isOperationError } from "@/lib/domain/errors";
import type { TestContext } from "@/lib/domain/testing/context";
import {
  acceptCall,
  cancelCall,
  currentCall,
  declineCall,
  endCallsBetween,
  hangupCall,
  reachCall,
  signalCall,
  startCall,
  sweepCalls,
} from "./index";
import { callWorld } from "./testing/call-world";

const onCall = { accept: acceptCall, decline: declineCall, cancel: cancelCall, hangup: hangupCall, reach: reachCall };
type OnCall = keyof typeof onCall;

/** One press of one person on one of two tabs; `pick` chooses a call or a person to call, `ticks` how late it writes. */
interface Press {
  who: number;
  tab: number;
  does: OnCall | "start" | "signal" | "poll" | "part" | "sweep";
  pick: number;
  ticks: number;
}
type Step = { together: Press[] } | { advanceMs: number };

const press: fc.Arbitrary<Press> = fc.record({
  who: fc.nat(2),
  tab: fc.integer({ min: 1, max: 2 }),
  does: fc.oneof(
    { weight: 4, arbitrary: fc.constant("start" as const) },
    { weight: 3, arbitrary: fc.constant("accept" as const) },
    { weight: 6, arbitrary: fc.constantFrom("decline", "cancel", "hangup", "reach", "signal", "poll") },
    { weight: 1, arbitrary: fc.constantFrom("part" as const, "sweep" as const) },
  ),
  pick: fc.nat(3),
  ticks: fc.nat(6),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ together: fc.array(press, { minLength: 1, maxLength: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ advanceMs: fc.constantFrom(1_000, 15_001, 45_000) }) },
);

type World = Awaited<ReturnType<typeof callWorld>>;

/** Lets others run before each writing, so that presses interleave in ever different ways. */
function late(ctx: TestContext<Actor>, ticks: number): TestContext<Actor> {
  return {
    ...ctx,
    async transaction(work) {
      for (let tick = 0; tick < ticks; tick++) await new Promise(setImmediate);
      return ctx.transaction(work);
    },
  };
}

async function perform(world: World, known: string[], { who, tab, does, pick, ticks }: Press): Promise<void> {
  const people = [world.ahmed, world.sara, world.omar] as const;
  const me = people[who] ?? world.ahmed;
  const other = people[(who + 1 + (pick % 2)) % 3] ?? world.sara;
  const ctx = late(world.ctx.as(me), ticks);
  const device_id = `person-${who}-tab-${tab}`;
  const call_id = known.at(-1 - pick) ?? known.at(-1);
  const conversation = (one: Actor) => (one === world.ahmed ? world.withOmar.ahmed : world.withOmar.sara);
  if (does === "start") {
    const conversation_id =
      me === world.omar ? conversation(other) : other === world.omar ? conversation(me) : world.conversation_id;
    known.push((await startCall.execute(ctx, { conversation_id, device_id })).id);
  } else if (does === "poll") await currentCall.execute(ctx, { device_id });
  else if (does === "part") await endCallsBetween(ctx, me.id, other.id);
  else if (does === "sweep") await sweepCalls(ctx);
  else if (call_id && does === "signal") {
    await signalCall.execute(ctx, { call_id, device_id, signal: { generation: pick } });
  } else if (call_id && does !== "signal") await onCall[does].execute(ctx, { call_id, device_id });
}

/** Refusals are part of life; anything else is a bug. */
async function performAll(world: World, known: string[], presses: Press[]): Promise<void> {
  const results = await Promise.allSettled(presses.map((one) => perform(world, known, one)));
  for (const result of results) {
    if (result.status === "rejected" && !isOperationError(result.reason)) throw result.reason;
  }
}

async function callsOf(database: Database, world: World) {
  const ids = [world.ahmed.id, world.sara.id, world.omar.id];
  return database.db.call.findMany({ where: { callerId: { in: ids } }, include: { live: true, message: true } });
}
type Rows = Awaited<ReturnType<typeof callsOf>>;

function expectInvariants(world: World, rows: Rows, ended: Map<string, unknown>): void {
  const told = (name: "call.accepted" | "call.ended", id: string) =>
    world.ctx.world.events.flatMap((event) =>
      event.name === name && event.data.call.id === id ? [{ to: event.to, call: event.data.call }] : [],
    );
  const busyPeople: number[] = [];
  for (const row of rows) {
    const { live, message, ...facts } = row;
    const both = [row.callerId, row.calleeId].sort((a, b) => a - b);
    const over = row.status === "ended";
    expect(live.map((lease) => lease.userId).sort((a, b) => a - b)).toEqual(over ? [] : both);
    expect([message !== null, row.endReason !== null, row.endedAt !== null]).toEqual([over, over, over]);
    expect(row.calleeDevice !== null).toBe(row.acceptedAt !== null);
    if (!over) busyPeople.push(...both);
    if (ended.has(row.id)) expect(facts).toEqual(ended.get(row.id));
    if (over) ended.set(row.id, facts);
    const endings = told("call.ended", row.id);
    expect(endings.map(({ call }) => call.end_reason)).toEqual(over ? [row.endReason] : []);
    const acceptances = told("call.accepted", row.id);
    expect(acceptances.map(({ call }) => call.callee_device_id)).toEqual(row.calleeDevice ? [row.calleeDevice] : []);
    for (const { to } of [...endings, ...acceptances]) expect([...to].sort((a, b) => a - b)).toEqual(both);
  }
  expect(new Set(busyPeople).size).toBe(busyPeople.length);
}

onEachDatabase("any history of calls between three people with two tabs each", (database) => {
  it("keeps one live call a person, ends for good, tells both the same, and leaves nothing ringing", async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const world = await callWorld(database());
        const known: string[] = [];
        const ended = new Map<string, unknown>();
        const check = async () => expectInvariants(world, await callsOf(database(), world), ended);
        for (const one of steps) {
          if ("advanceMs" in one) world.ctx.world.clock.advance(one.advanceMs);
          else await performAll(world, known, one.together);
          await check();
        }
        world.ctx.world.clock.advance(45_000);
        await sweepCalls(world.ctx);
        await check();
        const rows = await callsOf(database(), world);
        expect(rows.filter((row) => row.status !== "ended")).toEqual([]);
        for (const row of rows) reached.add(row.endReason ?? "");
      }),
      // A slow machine tries fewer histories rather than none.
      { numRuns: 40, interruptAfterTimeLimit: 120_000 },
    );
    // The histories are worth something only if they come everywhere.
    expect([...reached].sort()).toEqual(["busy", "cancelled", "completed", "declined", "failed", "missed"]);
  }, 180_000);
});
