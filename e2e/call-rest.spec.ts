import type { Call, LoggedCall } from "@/lib/contracts/calls";
import { expect, test } from "./fixtures";
import { type Account, type Answer, newcomer, rest, twoPeople } from "./support/rest";
import type { NidaServer } from "./support/server";
import { wire } from "./support/socket";

/** Longer than any pause of this test between two polls, short enough to be waited for. */
const GRACE_MS = 2500;
test.use({ settings: { CALL_GRACE_MS: String(GRACE_MS) } });

/** A mobile client: everything it does is a REST call. Its `device` is a name that it chose. */
function phone({ url, socketUrl }: NidaServer, who: Account, device: string) {
  const post = (call: string, act: string, more: object = {}) =>
    rest(url, "POST", `/calls/${call}/${act}`, { token: who.token, body: { device_id: device, ...more } });
  return {
    start: (conversation_id: number) =>
      rest(url, "POST", "/calls", { token: who.token, body: { conversation_id, device_id: device } }),
    reached: (call: string) => post(call, "reached"),
    accept: (call: string) => post(call, "accept"),
    decline: (call: string) => post(call, "decline"),
    cancel: (call: string) => post(call, "cancel"),
    hangup: (call: string) => post(call, "hangup"),
    signal: (call: string, signal: object) => post(call, "signal", { signal }),
    report: (call: string, report: object) => post(call, "report", report),
    current: () => who.ask<Call | null>("GET", `/calls/current?device_id=${device}`),
    get: (call: string) => who.ask<LoggedCall>("GET", `/calls/${call}`),
    /** what a mobile client hears; it says nothing this way */
    ears: () => wire(socketUrl, { token: who.token, device_id: device }),
  };
}

function callIn(answer: Answer): Call {
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
  return answer.body?.data as Call;
}

function refused(answer: Answer): string {
  return `${answer.status} ${answer.body?.code}`;
}

async function twoPhones(server: NidaServer) {
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  return {
    people: { ahmed, sara },
    conversation,
    ahmed: phone(server, ahmed, "ahmed-phone"),
    sara: phone(server, sara, "sara-phone"),
  };
}

test("a whole call by REST, heard by events", async ({ server }) => {
  const { people, conversation, ahmed, sara } = await twoPhones(server);
  const [his, hers] = await Promise.all([ahmed.ears(), sara.ears()]);

  const call = callIn(await ahmed.start(conversation));
  expect(call).toMatchObject({ status: "ringing", conversation_id: conversation, caller_device_id: "ahmed-phone" });
  expect(await hers.hears("incoming_call")).toMatchObject({
    type: "incoming_call",
    call_id: call.id,
    caller_username: people.ahmed.username,
    conversation_id: conversation,
    call: { id: call.id, status: "ringing" },
  });
  expect(await sara.current()).toEqual({ ...call, warm_device_id: null });

  callIn(await sara.reached(call.id));
  expect(await his.hears("call.reached")).toMatchObject({ call_id: call.id });

  const accepted = callIn(await sara.accept(call.id));
  expect(accepted).toMatchObject({ status: "accepted", callee_device_id: "sara-phone" });
  expect(await his.hears("call.accepted")).toEqual({ call: accepted });
  expect(await Promise.all([ahmed.current(), sara.current()])).toMatchObject([accepted, accepted]);

  const offer = { generation: 1, data: { type: "offer", sdp: "v=0\r\n" } };
  const answer = { generation: 1, data: { type: "answer", sdp: "v=0\r\n" } };
  callIn(await ahmed.signal(call.id, offer));
  expect(await hers.hears("call.signal")).toEqual({ call_id: call.id, signal: offer });
  callIn(await sara.signal(call.id, answer));
  expect(await his.hears("call.signal")).toEqual({ call_id: call.id, signal: answer });

  const ended = callIn(await sara.hangup(call.id));
  expect(ended).toMatchObject({ status: "ended", end_reason: "completed" });
  for (const ears of [his, hers]) expect(await ears.hears("call.ended")).toEqual({ call: ended });
  expect(await Promise.all([ahmed.current(), sara.current()])).toEqual([null, null]);

  const report = { route: "relay", loss: 0.02, jitter_ms: 8, round_trip_ms: 90, mos: 4.1 };
  callIn(await sara.report(call.id, report));
  expect(await his.hears("call.reported")).toEqual({ call_id: call.id });
  expect(await ahmed.get(call.id)).toEqual({ ...ended, reports: { caller: null, callee: report } });
  expect(await people.ahmed.ask("GET", "/calls")).toMatchObject([{ id: call.id, reports: { callee: report } }]);
  const messages = await people.ahmed.ask("GET", `/chat/conversations/${conversation}/messages`);
  expect(messages).toMatchObject([{ type: "call", call: { id: call.id, end_reason: "completed" } }]);
  for (const ears of [his, hers]) ears.socket.disconnect();
});

test("a whole call without hearing anything: asking what is true is enough", async ({ server }) => {
  const { conversation, ahmed, sara } = await twoPhones(server);
  const call = callIn(await ahmed.start(conversation));
  await expect.poll(async () => (await sara.current())?.status).toBe("ringing");
  callIn(await sara.accept(call.id));
  await expect.poll(async () => (await ahmed.current())?.status).toBe("accepted");
  callIn(await ahmed.hangup(call.id));
  await expect.poll(() => sara.current()).toBeNull();
  expect(await sara.get(call.id)).toMatchObject({ status: "ended", end_reason: "completed" });
});

test("rejected and taken back: told to both, missed by the one alone who did not answer", async ({ server }) => {
  const { people, conversation, ahmed, sara } = await twoPhones(server);
  const [his, hers] = await Promise.all([ahmed.ears(), sara.ears()]);
  const heard = (call: Call) => (data: unknown) => (data as { call: Call }).call.id === call.id;

  const declined = callIn(await ahmed.start(conversation));
  callIn(await sara.decline(declined.id));
  for (const ears of [his, hers])
    expect(await ears.hears("call.ended", heard(declined))).toMatchObject({ call: { end_reason: "declined" } });
  expect(await people.sara.ask("GET", "/calls/missed")).toEqual({ count: 0 });

  const cancelled = callIn(await ahmed.start(conversation));
  callIn(await ahmed.cancel(cancelled.id));
  for (const ears of [his, hers])
    expect(await ears.hears("call.ended", heard(cancelled))).toMatchObject({ call: { end_reason: "cancelled" } });
  expect(await people.sara.ask("GET", "/calls/missed")).toEqual({ count: 1 });
  expect(await people.ahmed.ask("GET", "/calls/missed")).toEqual({ count: 0 });
  expect(await people.sara.ask("GET", "/calls?filter=missed")).toMatchObject([{ id: cancelled.id }]);

  await people.sara.ask("POST", "/calls/seen");
  expect(await hers.hears("calls.seen")).toMatchObject({ seen_at: expect.any(String) });
  expect(await people.sara.ask("GET", "/calls/missed")).toEqual({ count: 0 });
  for (const ears of [his, hers]) ears.socket.disconnect();
});

test("a third caller is told busy, and the two talk on", async ({ server }) => {
  const { people, conversation, ahmed, sara } = await twoPhones(server);
  const omar = await newcomer(server.url, "Omar Farid");
  const { conversation_id } = await omar.ask<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: people.sara.id,
  });
  await people.sara.ask("POST", `/chat/conversations/${conversation_id}/accept`);
  const call = callIn(await ahmed.start(conversation));
  const accepted = callIn(await sara.accept(call.id));
  const third = phone(server, omar, "omar-phone");
  expect(callIn(await third.start(conversation_id))).toMatchObject({ status: "ended", end_reason: "busy" });
  expect(await third.current()).toBeNull();
  expect(await sara.current()).toMatchObject(accepted);
  expect(await people.sara.ask("GET", "/calls/missed")).toEqual({ count: 1 });
});

test("lost races are 409, and the loser can read the truth", async ({ server }) => {
  const { people, conversation, ahmed, sara } = await twoPhones(server);
  const tablet = phone(server, people.sara, "sara-tablet");

  const call = callIn(await ahmed.start(conversation));
  const both = await Promise.all([sara.accept(call.id), tablet.accept(call.id)]);
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  const winner = both[0].status === 200 ? "sara-phone" : "sara-tablet";
  expect(await sara.get(call.id)).toMatchObject({ status: "accepted", callee_device_id: winner });
  const [bound, other] = winner === "sara-phone" ? [sara, tablet] : [tablet, sara];
  expect(refused(await other.signal(call.id, { generation: 1 }))).toBe("409 conflict");
  expect(refused(await other.hangup(call.id))).toBe("409 conflict");
  callIn(await bound.hangup(call.id));
  expect(refused(await bound.accept(call.id))).toBe("409 conflict");

  const next = callIn(await ahmed.start(conversation));
  const [accepted, cancelled] = await Promise.all([sara.accept(next.id), ahmed.cancel(next.id)]);
  const truth = await ahmed.get(next.id);
  if (cancelled.status === 200) {
    expect(truth).toMatchObject({ status: "ended", end_reason: "cancelled" });
    expect(refused(accepted)).toBe("409 conflict");
  } else {
    expect(truth).toMatchObject({ status: "accepted" });
    expect([accepted.status, refused(cancelled)]).toEqual([200, "409 conflict"]);
  }
});

test("polling keeps a call alive; once it stops, the call ends and nobody stays busy", async ({ server }) => {
  const { people, conversation, ahmed, sara } = await twoPhones(server);
  const call = callIn(await ahmed.start(conversation));
  callIn(await sara.accept(call.id));
  const acceptedAt = Date.now();
  const poll = { intervals: [GRACE_MS / 5], timeout: GRACE_MS * 6 };
  await expect
    .poll(async () => {
      const [his, hers] = await Promise.all([ahmed.current(), sara.current()]);
      expect([his?.status, hers?.status]).toEqual(["accepted", "accepted"]);
      return Date.now() - acceptedAt > GRACE_MS * 3;
    }, poll)
    .toBe(true);
  // Hers is silent from now on: another device of hers that asks does not speak for it.
  const tablet = phone(server, people.sara, "sara-tablet");
  await expect.poll(async () => (await Promise.all([ahmed.current(), tablet.current()]))[0], poll).toBeNull();
  expect(await ahmed.get(call.id)).toMatchObject({ status: "ended", end_reason: "failed" });
  expect(await sara.current()).toBeNull();
  expect(callIn(await sara.start(conversation)).status).toBe("ringing");
});
