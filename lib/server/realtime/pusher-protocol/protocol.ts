import { MAX_EVENT_BYTES } from "@/lib/server/broadcast/fitting";
import type { Connection } from "./connection";
import { type Frame, frames, readData, readFrame, readUserId, SigninData, UnsubscribeData } from "./frames";
import { type Hall, sayTo, signedByUs } from "./hall";
import { subscribe } from "./subscribe";

/** Whatever a client sends, in text. */
export function receive(hall: Hall, connection: Connection, text: string): void {
  const frame = readFrame(text);
  if (!connection.frames.take()) connection.end(4100, "too many messages");
  else if (!frame) connection.send(frames.error("not a message of the Pusher protocol"));
  else if (frame.event.startsWith("client-")) pass(hall, connection, frame);
  else if (Object.hasOwn(handlers, frame.event)) handlers[frame.event]?.(hall, connection, frame);
  else connection.send(frames.error(`unknown event ${frame.event}`));
}

type Handler = (hall: Hall, connection: Connection, frame: Frame) => void;

const handlers: Record<string, Handler> = {
  "pusher:ping": (_, connection) => connection.send(frames.pong()),
  // That it was heard is all that it says.
  "pusher:pong": () => {},
  "pusher:subscribe": (hall, connection, frame) => void subscribe(hall, connection, frame),
  "pusher:unsubscribe"(hall, connection, frame) {
    const data = readData(UnsubscribeData, frame);
    if (data) hall.rooms.leave(connection, data.channel);
  },
  "pusher:signin"(hall, connection, frame) {
    const data = readData(SigninData, frame);
    const userId = data && readUserId(data.user_data);
    if (data && userId && signedByUs(hall, [connection.id, "", "user", "", data.user_data], data.auth)) {
      connection.userId = userId;
      connection.send(frames.signedIn(data.user_data));
    } else connection.end(4009, "invalid sign-in");
  },
};

/** A client's own event, to all others on a channel that it is itself on. */
function pass(hall: Hall, connection: Connection, frame: Frame): void {
  const name = frame.channel ?? "";
  const room = connection.channels.get(name) ? hall.rooms.get(name) : undefined;
  const fault = room?.channel ? faultOf(connection, frame) : "only on private and presence channels one is on";
  if (fault || !room) connection.send(frames.error(`Client event rejected: ${fault}`, 4301));
  else sayTo(hall, name, frames.clientEvent(name, frame, room.seats.get(connection)), connection.id);
}

function faultOf(connection: Connection, { data }: Frame): string | null {
  const size = Buffer.byteLength(typeof data === "string" ? data : (JSON.stringify(data) ?? ""));
  if (size > MAX_EVENT_BYTES) return `its data is larger than ${MAX_EVENT_BYTES} bytes`;
  return connection.clientEvents.take() ? null : "more than 10 in a second";
}
