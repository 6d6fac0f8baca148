import type { z } from "zod";
import { type Channel, channelOf } from "@/lib/contracts/channels";
import { peopleOf, showsPresence } from "@/lib/domain/channels";
import { resources } from "@/lib/server/resources";
import type { Connection } from "./connection";
import { type Frame, frames, type Member, readData, readMember, SubscribeData } from "./frames";
import { type Hall, signedByUs } from "./hall";

const MAX_CHANNELS = 1000;
/** How often access may change while one subscription is looked at before it is refused. */
const MAX_LOOKS = 5;

class Refusal extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

interface Wanted {
  name: string;
  channel: Channel;
  member: Member | null;
}

/** `pusher:subscribe`: answered with success or `pusher:subscription_error`; the connection stays open either way. */
export async function subscribe(hall: Hall, connection: Connection, frame: Frame): Promise<void> {
  const data = readData(SubscribeData, frame);
  if (!data) connection.send(frames.error("pusher:subscribe needs a channel"));
  else if (connection.channels.has(data.channel))
    connection.send(frames.error(`already subscribed to ${data.channel}`));
  else {
    try {
      await join(hall, connection, data);
    } catch (error) {
      if (connection.channels.get(data.channel) === false) connection.channels.delete(data.channel);
      const refusal = error instanceof Refusal ? error : new Refusal("the server failed: try again", 500);
      if (refusal !== error) resources().log.error({ err: error }, "a subscription failed");
      connection.send(frames.subscriptionError(data.channel, refusal.message, refusal.status));
    }
  }
}

async function join(hall: Hall, connection: Connection, data: z.output<typeof SubscribeData>): Promise<void> {
  const name = data.channel;
  if (connection.channels.size >= MAX_CHANNELS) throw new Refusal("too many channels on one connection", 403);
  if (name.startsWith("#server-to-user-")) {
    joinOwn(hall, connection, name);
    return;
  }
  const wanted = proved(hall, connection, data);
  connection.channels.set(name, false);
  const people = await whoMayHear(hall, wanted);
  // The client may have taken it back, or gone, meanwhile.
  if (!connection.isOpen || connection.channels.get(name) !== false) return;
  hall.rooms.join(connection, { name, channel: wanted.channel, people }, wanted.member);
}

/** What only the signed-in person hears: `POST /apps/{id}/events` to `#server-to-user-{id}`. */
function joinOwn(hall: Hall, connection: Connection, name: string): void {
  if (connection.userId === null || name !== `#server-to-user-${connection.userId}`) {
    throw new Refusal("sign in first", 401);
  }
  hall.rooms.join(connection, { name, channel: null, people: [] }, null);
}

function proved(hall: Hall, connection: Connection, data: z.output<typeof SubscribeData>) {
  const { channel: name, auth, channel_data } = data;
  const channel = channelOf(name);
  if (!channel) throw new Refusal("there are private-user, private-conversation and presence-conversation only", 403);
  if (channel.kind === "presence" && channel_data === undefined) {
    throw new Refusal("a presence channel needs channel_data", 401);
  }
  const parts = [connection.id, name, ...(channel_data === undefined ? [] : [channel_data])];
  if (!signedByUs(hall, parts, auth)) throw new Refusal("invalid signature", 401);
  const member = channel.kind === "presence" ? readMember(channel_data) : null;
  if (channel.kind === "presence" && !member) throw new Refusal("channel_data names no user_id", 401);
  return { name, channel, member };
}

/** A signature says what was allowed; this says what still is. */
async function whoMayHear(hall: Hall, { channel, member }: Wanted): Promise<number[]> {
  const { database } = resources();
  for (let look = 1; look <= MAX_LOOKS; look++) {
    const { epoch } = hall;
    const people = await peopleOf(database, channel);
    if (!people) break;
    if (member && !(people.map(String).includes(member.id) && (await showsPresence(database.db, Number(member.id)))))
      break;
    if (epoch === hall.epoch) return people;
  }
  throw new Refusal("this channel is not yours to hear", 403);
}
