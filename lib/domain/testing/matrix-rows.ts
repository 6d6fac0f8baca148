import type { NidaEvent } from "@/lib/contracts/events";
import { newUsername, password } from "./accounts";
import { formFile } from "./form-file";
import type { CallerKind, MatrixWorld, Thing } from "./matrix";

/** A code that refuses, "ok", or where an answer may hold the owner's thing or not: "shows", "hides". */
export type Cell = string;

export interface Row {
  /** "friends" when absent */
  thing?: Thing;
  input(w: MatrixWorld): unknown;
  cells: Record<CallerKind, Cell>;
  /** whether the answer, or what was published, holds the owner's thing */
  shows?(w: MatrixWorld, answer: unknown, events: NidaEvent[]): boolean;
}

const nobody = { anonymous: "unauthenticated", revoked: "unauthenticated", deleted: "unauthenticated" };
type Known = Exclude<CallerKind, keyof typeof nobody>;

/** Only for those who are signed in: for each of them what is named, else `rest`. */
function known(rest: Cell, named: Partial<Record<Known, Cell>> = {}): Record<CallerKind, Cell> {
  const all = { stranger: rest, blocked: rest, blocker: rest, exFriend: rest, other: rest, owner: rest };
  return { ...nobody, ...all, ...named };
}

const everyone: Record<CallerKind, Cell> = { ...known("ok"), anonymous: "ok", revoked: "ok", deleted: "ok" };
const nothing = () => ({});
const theOwner = (w: MatrixWorld) => ({ user_id: w.owner.actor.id });
const theConversation = (w: MatrixWorld) => ({ conversation_id: w.conversation_id });
const theMessage = (w: MatrixWorld) => ({ message_id: w.message_id });
const theReaction = (w: MatrixWorld) => ({ ...theMessage(w), emoji: "👍" });
const theRequest = (w: MatrixWorld) => ({ request_id: w.request_id });
const theCall = (w: MatrixWorld) => ({ call_id: w.call_id, device_id: w.me.device });
const holds = (find: (w: MatrixWorld) => unknown) => (w: MatrixWorld, answer: unknown) =>
  JSON.stringify(answer).includes(String(find(w)));
const holdsOwner = holds((w) => w.owner.username);
const newcomer = () => ({ name: "Newcomer", username: newUsername(), password });
const own = (w: MatrixWorld) => ({ username: w.me.username, password });
// A picture of one pixel (GIF89a).
const pixel = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");

/** Two people's conversation, even after they have parted. */
const twoOnly = known("ok", { stranger: "not_found" });
/** What only who wrote a message may do with it. */
const byAuthor = known("forbidden", { stranger: "not_found", owner: "ok" });
/** What may not reach one who has blocked, or was. */
const openWay = known("ok", { stranger: "not_found", blocked: "forbidden", blocker: "forbidden" });
/** A call that ended when one blocked the other. */
const liveCall = known("ok", { stranger: "not_found", blocked: "conflict", blocker: "conflict" });
const byCallee = { ...liveCall, owner: "forbidden" };

/** Every operation by name: what is asked for, and what comes of it for each caller. */
export const rows: Record<string, Row> = {
  "user.register": { input: newcomer, cells: everyone },
  "user.registerWeb": { input: newcomer, cells: everyone },
  "user.login": { input: own, cells: { ...everyone, deleted: "unauthenticated" } },
  "user.signInWeb": { input: own, cells: { ...everyone, deleted: "unauthenticated" } },
  "user.logout": { input: nothing, cells: known("ok") },
  "user.me": { input: nothing, cells: known("hides", { owner: "shows" }), shows: holds((w) => w.secrets.email) },
  "user.update": { input: () => ({ name: "Renamed", email: null }), cells: known("ok") },
  "user.changePassword": {
    input: () => ({ current_password: password, new_password: "another horse" }),
    cells: known("ok"),
  },
  "user.delete": { input: () => ({ password }), cells: known("ok") },
  "user.export": { input: nothing, cells: known("hides", { owner: "shows" }), shows: holds((w) => w.secrets.email) },
  "user.setAvatar": { input: () => ({ image: formFile(pixel) }), cells: known("ok") },
  "user.removeAvatar": { input: nothing, cells: known("ok") },
  "user.readAvatar": { input: (w) => ({ key: w.avatarKey }), cells: known("ok") },
  "user.get": { input: theOwner, cells: known("ok", { blocked: "not_found" }) },
  "user.profile": { input: (w) => ({ username: w.owner.username }), cells: known("ok", { blocked: "not_found" }) },
  "user.search": {
    input: (w) => ({ query: w.owner.username }),
    cells: known("shows", { blocked: "hides", blocker: "hides", owner: "hides" }),
    shows: holdsOwner,
  },
  "session.list": {
    input: nothing,
    cells: known("hides", { owner: "shows" }),
    shows: holds((w) => w.owner.actor.sessionId),
  },
  "session.revoke": {
    input: (w) => ({ session_id: w.owner.actor.sessionId }),
    cells: known("not_found", { owner: "ok" }),
  },
  "session.revokeOthers": { input: nothing, cells: known("ok") },
  "friend.list": { input: nothing, cells: known("hides", { other: "shows" }), shows: holdsOwner },
  "friend.requests": {
    thing: "asked",
    input: nothing,
    cells: known("hides", { other: "shows", owner: "shows" }),
    shows: holds((w) => `"id":${w.request_id},`),
  },
  "friend.request": {
    input: theOwner,
    cells: known("ok", { blocked: "not_found", blocker: "conflict", other: "conflict", owner: "validation_failed" }),
  },
  "friend.accept": { thing: "asked", input: theRequest, cells: known("not_found", { other: "ok" }) },
  "friend.decline": { thing: "asked", input: theRequest, cells: known("not_found", { other: "ok" }) },
  "friend.withdraw": { thing: "asked", input: theRequest, cells: known("not_found", { owner: "ok" }) },
  "friend.remove": { input: theOwner, cells: known("not_found", { other: "ok" }) },
  "block.list": { input: nothing, cells: known("hides", { blocker: "shows" }), shows: holdsOwner },
  "block.add": { input: theOwner, cells: known("ok", { owner: "validation_failed" }) },
  "block.remove": { input: theOwner, cells: known("ok") },
  "conversation.start": {
    input: theOwner,
    cells: known("ok", { blocked: "not_found", owner: "validation_failed" }),
  },
  "conversation.list": {
    input: nothing,
    cells: known("shows", { stranger: "hides" }),
    shows: holds((w) => w.secrets.message),
  },
  "conversation.get": { input: theConversation, cells: twoOnly },
  "conversation.read": { input: theConversation, cells: twoOnly },
  "conversation.delivered": { input: theConversation, cells: twoOnly },
  "conversation.update": { input: (w) => ({ ...theConversation(w), pinned: true }), cells: twoOnly },
  "conversation.clear": { input: theConversation, cells: twoOnly },
  "conversation.accept": { input: theConversation, cells: twoOnly },
  "report.list": { input: nothing, cells: known("forbidden") },
  "user.report": {
    input: (w) => ({ ...theOwner(w), reason: "spam" }),
    cells: known("ok", { owner: "validation_failed" }),
  },
  "conversation.typing": {
    input: theConversation,
    cells: known("shows", { stranger: "not_found", blocked: "hides", blocker: "hides" }),
    shows: (_, __, events) => events.length > 0,
  },
  "message.list": { input: theConversation, cells: twoOnly },
  "message.send": { input: (w) => ({ ...theConversation(w), message: "hello" }), cells: openWay },
  "message.edit": { input: (w) => ({ ...theMessage(w), message: "edited" }), cells: byAuthor },
  "message.delete": { input: theMessage, cells: byAuthor },
  "message.react": { input: theReaction, cells: openWay },
  // Taking back says nothing new, whoever has blocked whom.
  "message.unreact": { input: theReaction, cells: twoOnly },
  "message.star": { input: theMessage, cells: twoOnly },
  "message.unstar": { input: theMessage, cells: twoOnly },
  "message.starred": { input: nothing, cells: known("ok") },
  "message.forward": { input: (w) => ({ ...theMessage(w), ...theConversation(w) }), cells: openWay },
  "message.search": {
    input: (w) => ({ query: w.secrets.message }),
    cells: known("shows", { stranger: "hides" }),
    shows: holds((w) => w.secrets.message),
  },
  "mark.list": { input: theConversation, cells: twoOnly },
  "upload.create": { input: () => ({ file: formFile(pixel) }), cells: known("ok") },
  "upload.read": { input: (w) => ({ upload_id: w.upload_id }), cells: twoOnly },
  "call.start": { input: (w) => ({ ...theConversation(w), device_id: w.me.device }), cells: openWay },
  "call.get": { thing: "talking", input: theCall, cells: twoOnly },
  "call.list": {
    thing: "talking",
    input: nothing,
    cells: known("shows", { stranger: "hides" }),
    shows: holds((w) => w.call_id),
  },
  "call.current": {
    thing: "talking",
    input: nothing,
    cells: known("shows", { stranger: "hides", blocked: "hides", blocker: "hides" }),
    shows: holds((w) => w.call_id),
  },
  "call.reached": {
    thing: "ringing",
    input: theCall,
    cells: known("shows", { stranger: "not_found", blocked: "hides", blocker: "hides", owner: "forbidden" }),
    shows: (_, __, events) => events.length > 0,
  },
  "call.accept": { thing: "ringing", input: theCall, cells: byCallee },
  "call.decline": { thing: "ringing", input: theCall, cells: byCallee },
  "call.cancel": {
    thing: "ringing",
    input: theCall,
    cells: known("forbidden", { stranger: "not_found", owner: "ok" }),
  },
  "call.hangup": { thing: "talking", input: theCall, cells: liveCall },
  "call.signal": {
    thing: "talking",
    input: (w) => ({ ...theCall(w), signal: { generation: 1, data: { type: "offer", sdp: "v=0" } } }),
    cells: liveCall,
  },
  "call.report": {
    thing: "talking",
    input: (w) => ({ ...theCall(w), route: "host", loss: 0, jitter_ms: 1, round_trip_ms: 2, mos: 4.4 }),
    // A call that has just ended, by a block too, may still be reported on.
    cells: twoOnly,
  },
  "calls.missed": { input: nothing, cells: known("ok") },
  "calls.seen": { input: nothing, cells: known("ok") },
  "channel.authorize": {
    input: (w) => ({ socket_id: "1.1", channel_name: `presence-conversation.${w.conversation_id}` }),
    // Closed, to both alike: whom the other has blocked is not told.
    cells: known("ok", { stranger: "not_found", blocked: "not_found", blocker: "not_found" }),
  },
  "channel.authenticate": { input: () => ({ socket_id: "1.1" }), cells: known("ok") },
  "socket.ticket": { input: nothing, cells: known("ok") },
  "broadcasting.find": { input: nothing, cells: everyone },
  "call.ice_servers": { input: nothing, cells: known("ok") },
};
