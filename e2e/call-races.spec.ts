import { expect, type Person, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";
import { type Line, lineOf } from "./support/line";
import { pitchesOf, rememberSounds } from "./support/sound";
import { words } from "./support/words";

test.use({ settings: { RING_TIMEOUT_MS: "9000" } });

type Ending = keyof (typeof words)["en"]["ended"];

interface Side {
  who: Person;
  line: Line;
  call: ReturnType<typeof callOf>;
}

/** Both on their chat page, each with a line that the test can hold. */
async function sides(ahmed: Person, sara: Person, conversation: number): Promise<[Side, Side]> {
  const both = await Promise.all(
    [ahmed, sara].map(async (who) => ({ who, line: await lineOf(who.page), call: callOf(who.page) })),
  );
  await Promise.all(both.map(({ who }) => chatOf(who.page).open(conversation)));
  return [both[0] as Side, both[1] as Side];
}

/** Both press at the same moment; the server hears `first` first, and the other one only after `meanwhile`. */
async function pressed(
  [mine, theirs]: [Side, Side],
  commands: [string, string],
  press: () => Promise<unknown>,
  order: "mine" | "theirs" | "together",
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  mine.line.hold("up", commands[0]);
  theirs.line.hold("up", commands[1]);
  await press();
  await expect.poll(() => [mine.line.waiting(commands[0]), theirs.line.waiting(commands[1])]).toEqual([1, 1]);
  const gates = [() => mine.line.release(commands[0]), () => theirs.line.release(commands[1])];
  if (order === "theirs") gates.reverse();
  gates[0]?.();
  if (order !== "together") await meanwhile();
  gates[1]?.();
}

const newest = async (who: Person) =>
  (await who.api<{ id: string; status: string; end_reason: Ending }[]>("GET", "/calls"))[0];

/** Both screens tell what the server says, and nobody stays busy. */
async function expectOneTruth(pair: [Side, Side], allowed: Ending[]): Promise<void> {
  await expect.poll(async () => (await newest(pair[0].who))?.status).toBe("ended");
  const [his, hers] = await Promise.all(pair.map(({ who }) => newest(who)));
  expect(his?.id).toBe(hers?.id);
  const reason = his?.end_reason ?? "failed";
  expect(allowed).toContain(reason);
  await Promise.all(pair.map(({ call }) => call.expectEnded(reason)));
  for (const { who } of pair) expect(await who.api("GET", "/calls/current")).toBeNull();
}

async function talkAndEnd([mine, theirs]: [Side, Side]): Promise<void> {
  await Promise.all([mine.call.expectTalking(), theirs.call.expectTalking()]);
  await expectToTalk(mine.who.page, theirs.who.page);
  await theirs.call.hangUp();
  await Promise.all([mine.call.expectEnded("completed"), theirs.call.expectEnded("completed")]);
}

const orders = ["mine", "theirs", "together"] as const;

test("both ring each other, whoever is heard first and however late the rings come: one call, both talk", async ({
  ahmed,
  sara,
  conversation,
}) => {
  test.slow();
  const pair = await sides(ahmed, sara, conversation);
  const isRinging = () => expect.poll(async () => (await newest(ahmed))?.status).toBe("ringing");
  let rounds = 0;
  for (const order of orders) {
    for (const rings of ["at once", "after the answer"] as const) {
      await test.step(`${order} first, told ${rings}`, async () => {
        if (rings === "after the answer") for (const { line } of pair) line.hold("down", "incoming_call");
        const press = () => Promise.all(pair.map(({ call }) => call.start()));
        await pressed(pair, ["call:start", "call:start"], press, order, isRinging);
        await Promise.all(pair.map(({ call }) => call.expectTalking()));
        for (const { line } of pair) line.release("incoming_call");
        await talkAndEnd(pair);
        rounds += 1;
        expect((await ahmed.api<unknown[]>("GET", "/calls")).length).toBe(rounds);
      });
    }
  }
});

test("accept against cancel, in every order: one truth on both screens", async ({ ahmed, sara, conversation }) => {
  test.slow();
  const pair = await sides(ahmed, sara, conversation);
  const [caller, callee] = pair;
  const decided: Record<(typeof orders)[number], Ending[]> = {
    // Too late to take it back, so he hangs up what has begun.
    theirs: ["completed"],
    mine: ["cancelled"],
    together: ["completed", "cancelled"],
  };
  for (const order of orders) {
    await test.step(`${order} first`, async () => {
      await caller.call.start();
      await expect(callee.call.popup).toBeVisible();
      const press = () => Promise.all([caller.call.cancel(), callee.call.accept()]);
      const isDecided = () => expect.poll(async () => (await newest(ahmed))?.status).not.toBe("ringing");
      await pressed(pair, ["call:cancel", "call:accept"], press, order, isDecided);
      await expectOneTruth(pair, decided[order]);
    });
  }
});

test("hang up against hang up, in every order: ended once, for both", async ({ ahmed, sara, conversation }) => {
  test.slow();
  const pair = await sides(ahmed, sara, conversation);
  const [caller, callee] = pair;
  for (const order of orders) {
    await test.step(`${order} first`, async () => {
      await caller.call.start();
      await callee.call.accept();
      await Promise.all(pair.map(({ call }) => call.expectTalking()));
      const press = () => Promise.all(pair.map(({ call }) => call.hangUp()));
      const isOver = () => expect.poll(async () => (await newest(ahmed))?.status).toBe("ended");
      await pressed(pair, ["call:hangup", "call:hangup"], press, order, isOver);
      await expectOneTruth(pair, ["completed"]);
    });
  }
  const { length } = await ahmed.api<unknown[]>("GET", "/calls");
  expect(length).toBe(orders.length);
  await expect(chatOf(sara.page).log.getByRole("article")).toHaveCount(orders.length);
});

test("sara accepts when the ring is over, which she has not heard yet: no answer, on both screens", async ({
  ahmed,
  sara,
  conversation,
}) => {
  const pair = await sides(ahmed, sara, conversation);
  const [caller, callee] = pair;
  callee.line.hold("down", "call.ended");
  await caller.call.start();
  await expect(callee.call.popup).toBeVisible();
  await caller.call.expectEnded("missed");
  await callee.call.accept();
  await callee.call.expectEnded("missed");
  expect((await newest(sara))?.end_reason).toBe("missed");
  for (const { who } of pair) expect(await who.api("GET", "/calls/current")).toBeNull();
  callee.line.release("call.ended");
  await chatOf(ahmed.page).send("are you there?");
  await chatOf(sara.page).expectToShow("are you there?");
  await expect(callee.call.popup).toBeHidden();
});

test("a third caller hears busy; sara goes on talking, is told quietly, and finds a missed call", async ({
  ahmed,
  sara,
  conversation,
  person,
}) => {
  test.slow();
  const omar = await person({ name: "Omar Farid", username: "omar" });
  await omar.context.addInitScript(rememberSounds);
  const { conversation_id } = await omar.api<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: sara.id,
  });
  await sara.api("POST", `/chat/conversations/${conversation_id}/accept`);
  await Promise.all([
    chatOf(ahmed.page).open(conversation),
    chatOf(sara.page).open(conversation),
    chatOf(omar.page).open(conversation_id),
  ]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);

  await callOf(omar.page).start();
  await Promise.all([
    callOf(omar.page).expectEnded("busy"),
    expect(sara.page.getByText(`${words.en.missedFrom} ${omar.name}`)).toBeVisible(),
    // The busy tone of ITU-T E.180, four times.
    expect.poll(() => pitchesOf(omar.page)).toEqual([425, 425, 425, 425]),
  ]);
  await expect(callOf(sara.page).popup).toBeHidden();
  await expectToTalk(ahmed.page, sara.page);
  await sara.page.getByRole("link", { name: /Omar Farid/ }).click();
  await expect(chatOf(sara.page).article("Missed call")).toBeVisible();
  await callOf(sara.page).expectTalking();
  await callOf(sara.page).hangUp();
  await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);
  await callOf(omar.page).start();
  await expect(callOf(sara.page).popup, "she is free again").toBeVisible();
});
