import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NidaEvent } from "@/lib/contracts/events";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { isOperationError } from "./errors";
import { generalRefusals, type Operation } from "./operation";
import { operations } from "./operations";
import { password } from "./testing/accounts";
import type { TestContext } from "./testing/context";
import { type CallerKind, callers, dumpOf, type MatrixWorld, matrixWorld, type Rows } from "./testing/matrix";
import { type Row, rows } from "./testing/matrix-rows";
import { hashPassword } from "./users/passwords";

let database: ScratchDatabase;
let passwordHash = "";
beforeAll(async () => {
  database = await scratchSqlite();
  passwordHash = await hashPassword(password);
});
afterAll(() => database?.close());

it("has a row for every operation, and none for what is no operation", () => {
  expect(Object.keys(rows).sort()).toEqual(operations.map((op) => op.name).sort());
});

describe.each(operations.map((op) => [op.name, op] as const))("%s", (name, op) => {
  const rowOf = (): Row => {
    const row = rows[name];
    if (!row) throw new Error(`${name} has no row in lib/domain/testing/matrix-rows.ts`);
    return row;
  };

  it.each(callers)("is as its row says for one who is %s", async (kind) => {
    const row = rowOf();
    const w = await untouched(kind, row);
    const { code, answer, before, after, events } = await ask(op, w, { row });
    const seen = row.shows?.(w, answer ?? null, events) ? "shows" : "hides";
    expect(code ?? (row.shows ? seen : "ok")).toBe(row.cells[kind]);
    if (code) {
      expect([...generalRefusals(op), ...(op.refuses ?? [])]).toContain(code);
      expect(after).toEqual(before);
      expect(events).toEqual([]);
    } else expectNothingStolen(w, { before: before.tables, after: after.tables, answer, events });
  });

  it.skipIf(op.open)("changes nothing and tells nobody for an account that is deleted meanwhile", async () => {
    const row = rowOf();
    const w = await untouched("deleted", row);
    const { before, after, events } = await ask(op, w, { row, ctx: w.ctx.as(w.me.actor) });
    expect(after).toEqual(before);
    expect(events).toEqual([]);
  });
});

const worlds = new Map<string, MatrixWorld>();

/** A world in which nothing has been done yet: made once, and used until something changed in it. */
async function untouched(kind: CallerKind, { thing = "friends" }: Row): Promise<MatrixWorld> {
  const key = `${kind} ${thing}`;
  const world = worlds.get(key) ?? (await matrixWorld(database, kind, thing, passwordHash));
  worlds.set(key, world);
  return world;
}

function forget(world: MatrixWorld): void {
  for (const [key, kept] of worlds) if (kept === world) worlds.delete(key);
}

function stateOf({ ctx }: MatrixWorld) {
  return { tables: dumpOf(database.url), files: [...ctx.world.files.keys()] };
}

/** Asks, and answers what came of it: the answer or the code, all that is stored before and after, what was told. */
async function ask(op: Operation, w: MatrixWorld, { row, ctx = w.ctx }: { row: Row; ctx?: TestContext }) {
  w.ctx.world.events.length = 0;
  const before = stateOf(w);
  const result: { answer?: unknown; code?: string } = await op.execute(ctx, row.input(w)).then(
    (answer) => ({ answer: op.output.parse(answer) }),
    (error: unknown) => {
      if (!isOperationError(error)) throw error;
      return { code: error.code };
    },
  );
  const after = stateOf(w);
  if (!isDeepStrictEqual(before, after)) forget(w);
  return { ...result, before, after, events: [...w.ctx.world.events] };
}

type Done = { before: Rows; after: Rows; answer: unknown; events: NidaEvent[] };

/** Whatever the caller was allowed to do: nothing of the owner's has changed or been told to others. */
function expectNothingStolen(w: MatrixWorld, { before, after, answer, events }: Done) {
  const two = [w.owner.actor.id, w.other.actor.id];
  const text = JSON.stringify([answer, events]);
  expect(text).not.toContain("$argon2");
  for (const event of events) {
    expect([...two, w.me.actor.id]).toEqual(expect.arrayContaining(event.to));
    if (JSON.stringify(event).includes(w.secrets.message)) expect(two).toEqual(expect.arrayContaining(event.to));
  }
  if (w.me === w.owner) return;
  expect(text).not.toContain(w.secrets.email);
  expect(text).not.toContain(w.owner.actor.sessionId);
  if (w.me !== w.other) expect(text).not.toContain(w.secrets.message);
  const goneAfter = new Set(after.users?.filter((row) => row.deleted_at !== null).map((row) => row.id));
  const own = (tables: Rows) => ({
    account: tables.users?.filter((row) => row.id === w.owner.actor.id),
    sessions: tables.sessions?.filter((row) => row.user_id === w.owner.actor.id),
    // A reaction of the other's counts as a change of the conversation.
    wrote: tables.messages
      ?.filter((row) => row.body === w.secrets.message && row.sender_id === w.owner.actor.id)
      .map((row) => ({ ...row, rev: 0 })),
    // A block against an account goes with the account.
    blocks: tables.blocks?.filter((row) => row.blocker_id === w.owner.actor.id && !goneAfter.has(row.blocked_id)),
  });
  expect(own(before).account).toHaveLength(1);
  expect(own(before).wrote).toHaveLength(1);
  expect(own(after)).toEqual(own(before));
}
