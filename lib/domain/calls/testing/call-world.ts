import type { z } from "zod";
import type { Call } from "@/lib/contracts/calls";
import type { NidaEvent } from "@/lib/contracts/events";
import { getCall, startCall } from "@/lib/domain/calls";
import { acceptConversation, startConversation } from "@/lib/domain/chat";
import { newPerson } from "@/lib/domain/chat/testing/world";
import type { Actor, Database } from "@/lib/domain/context";
import type { Operation } from "@/lib/domain/operation";
import { type TestContext, testContext } from "@/lib/domain/testing/context";
import { refused } from "@/lib/domain/testing/refused";

/** Ahmed and Sara who can call each other, Omar who can call both, and two tabs of each. */
export async function callWorld(database: Database) {
  const [ahmed, sara, omar] = [await newPerson(database), await newPerson(database), await newPerson(database)];
  const ctx = testContext(database, { actor: ahmed });
  const between = async (one: Actor, other: Actor) => {
    const conversation = await startConversation.execute(ctx.as(one), { user_id: other.id });
    for (const person of [one, other]) await acceptConversation.execute(ctx.as(person), conversation);
    return conversation.conversation_id;
  };
  const conversation_id = await between(ahmed, sara);
  const withOmar = { ahmed: await between(omar, ahmed), sara: await between(omar, sara) };
  ctx.world.events.length = 0;
  /** Ahmed's first tab rings Sara, who has been told; the events so far are put aside. */
  const ring = async () => {
    const call = await startCall.execute(ctx, { conversation_id, device_id: "ahmed-tab-1" });
    ctx.world.events.length = 0;
    return call;
  };
  return { ctx, ahmed, sara, omar, conversation_id, withOmar, ring };
}

/** Ahmed rings Sara. `tab` presses for somebody from one of their tabs, `truth` is what they can read of the call. */
export async function ringingWorld(database: Database) {
  const world = await callWorld(database);
  const { ctx, ahmed, sara, omar } = world;
  const call = await world.ring();
  const people = { ahmed, sara, omar };
  const tab = (name: keyof typeof people, number = 1) => pressing(ctx, people[name], `${name}-tab-${number}`);
  const truth = (name: keyof typeof people) => getCall.execute(ctx.as(people[name]), { call_id: call.id });
  return { ...world, call, tab, truth, both: [ahmed.id, sara.id] };
}

/** What came of several that ran at once, in their order: the status, or the refusal. */
export async function outcomes(works: Promise<Call>[]): Promise<string[]> {
  const settled = await Promise.allSettled(works);
  return Promise.all(
    settled.map(async (one) => (one.status === "fulfilled" ? sayCall(one.value) : refused(Promise.reject(one.reason)))),
  );
}

export function sayCall(call: Pick<Call, "status" | "end_reason">): string {
  return call.end_reason ? `${call.status} ${call.end_reason}` : call.status;
}

/** `name→people` of what was published, in order. */
export function told(ctx: TestContext, name: NidaEvent["name"]): number[][] {
  return ctx.world.events.filter((event) => event.name === name).map((event) => [...event.to].sort((a, b) => a - b));
}

/** A context for one whose rival acts as soon as the first transaction of this one has ended, well or not. */
export function followed(ctx: TestContext<Actor>, rival: () => Promise<unknown>): TestContext<Actor> {
  let first = true;
  return {
    ...ctx,
    async transaction(work) {
      const mine = first;
      first = false;
      try {
        return await ctx.transaction(work);
      } finally {
        if (mine) await rival();
      }
    },
  };
}

/** Runs an operation of a call from one device of a person. */
export function pressing(ctx: TestContext, actor: Actor, device_id: string) {
  return <O extends z.ZodType>(op: Operation<z.ZodType, O>, call_id: string): Promise<z.output<O>> =>
    op.execute(ctx.as(actor), { call_id, device_id });
}

/** What the database holds of a call once it is over: no live row, one message. */
export async function remains(database: Database, callId: string) {
  const [live, messages, row] = await Promise.all([
    database.db.liveCall.count({ where: { callId } }),
    database.db.message.count({ where: { callId, type: "call" } }),
    database.db.call.findUnique({ where: { id: callId } }),
  ]);
  return { live, messages, status: row?.status, endReason: row?.endReason };
}

/** How many messages of the conversation this person has not read. */
export async function unread(database: Database, conversationId: number, person: Actor): Promise<number> {
  const place = await database.db.participant.findUnique({
    where: { conversationId_userId: { conversationId, userId: person.id } },
    include: { conversation: { select: { lastSeq: true } } },
  });
  if (!place) throw new Error("not in this conversation");
  return place.conversation.lastSeq - place.lastReadSeq;
}
