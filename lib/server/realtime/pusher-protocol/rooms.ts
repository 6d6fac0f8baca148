import type { Channel } from "@/lib/contracts/channels";
import type { Roster } from "@/lib/server/nodes/roster";
import type { Connection } from "./connection";
import { framed } from "./framed";
import { frames, type Member } from "./frames";

const CHANNELS = "channels";

export interface Room {
  name: string;
  /** null for what is only to a signed-in person */
  channel: Channel | null;
  /** whose it is; their standing decides whether it stays open */
  people: number[];
  seats: Map<Connection, Member | null>;
}

/** A person by their own channel: comes with the first connection that hears it, goes with each. */
export interface Attendance {
  enter(userId: number): void;
  leave(userId: number): void;
}

/**
 * Who hears which channel in this process, where a room is there while somebody is in it; members of presence channels
 * are known of all nodes.
 */
export class Rooms {
  private readonly rooms = new Map<string, Room>();

  constructor(
    private readonly attendance: Attendance,
    private readonly roster: Roster,
  ) {
    roster.listen({
      came: (place, id, info) => this.tellOfMember(place, id, frames.memberAdded(place, { id, info })),
      went: (place, id) => this.tellOfMember(place, id, frames.memberRemoved(place, { id, info: null })),
    });
  }

  /** What has changed on another node is news here for a member who is not here as well. */
  private tellOfMember(name: string, id: string, frame: string): void {
    const room = this.rooms.get(name);
    if (room && !hereOf(room).has(id)) this.tell(room, frame);
  }

  /** Each member of a presence channel once, however many connections they have and at whichever node. */
  membersOf(name: string): Map<string, unknown> {
    const room = this.rooms.get(name);
    return new Map([...this.roster.elsewhere(name), ...(room ? hereOf(room) : [])]);
  }

  get(name: string): Room | undefined {
    return this.rooms.get(name);
  }

  all(): Room[] {
    return [...this.rooms.values()];
  }

  /** The seats of each channel, as the nodes tell each other. */
  private count({ name, channel, seats }: Room): void {
    if (!channel) return;
    if (seats.size === 0) this.roster.leave(CHANNELS, name);
    else this.roster.enter(CHANNELS, name, seats.size);
  }

  /** How many hear a channel, at all nodes. */
  seatsOf(name: string): number {
    const elsewhere = this.roster.infos(CHANNELS, name).map(Number);
    return elsewhere.reduce((sum, seats) => sum + seats, this.rooms.get(name)?.seats.size ?? 0);
  }

  /** The names of all that somebody hears, at whichever node. */
  occupied(): string[] {
    const here = this.all().flatMap(({ channel, name }) => (channel ? [name] : []));
    return [...new Set([...here, ...this.roster.elsewhere(CHANNELS).keys()])];
  }

  join(connection: Connection, wanted: Omit<Room, "seats">, member: Member | null): void {
    const room = this.rooms.get(wanted.name) ?? { ...wanted, seats: new Map<Connection, Member | null>() };
    this.rooms.set(room.name, room);
    const isFirst = member !== null && !hereOf(room).has(member.id);
    room.seats.set(connection, member);
    this.count(room);
    connection.channels.set(room.name, true);
    connection.send(member ? frames.attended(room.name, this.membersOf(room.name)) : frames.subscribed(room.name));
    if (isFirst) {
      this.roster.enter(room.name, member.id, member.info);
      if (!this.roster.isElsewhere(room.name, member.id)) {
        this.tell(room, frames.memberAdded(room.name, member), connection);
      }
    }
    if (room.channel?.kind === "user") this.attendance.enter(room.channel.id);
  }

  leave(connection: Connection, name: string): void {
    connection.channels.delete(name);
    const room = this.rooms.get(name);
    const member = room?.seats.get(connection);
    if (!room?.seats.delete(connection)) return;
    if (room.seats.size === 0) this.rooms.delete(name);
    this.count(room);
    if (member && !hereOf(room).has(member.id)) {
      this.roster.leave(name, member.id);
      if (!this.roster.isElsewhere(name, member.id)) this.tell(room, frames.memberRemoved(name, member));
    }
    if (room.channel?.kind === "user") this.attendance.leave(room.channel.id);
  }

  /** Access is over: the client is told as of a refused subscription, for the protocol has no other word. */
  expel(connection: Connection, name: string): void {
    this.leave(connection, name);
    connection.send(frames.subscriptionError(name, "this channel is no longer yours to hear", 403));
  }

  publish(name: string, event: string, data: unknown): void {
    this.pass(name, frames.event(name, event, data));
  }

  /** The same to all who hear a channel here, but for one connection. */
  pass(name: string, frame: string, except?: Connection): void {
    const room = this.rooms.get(name);
    if (room) this.tell(room, frame, except);
  }

  /** Encoded once, however many hear it. */
  tell(room: Room, frame: string, except?: Connection): void {
    const bytes = framed(frame);
    for (const connection of room.seats.keys()) if (connection !== except) connection.sendFramed(bytes);
  }
}

/** The members who are connected to this node. */
function hereOf(room: Room): Map<string, unknown> {
  const members = [...room.seats.values()].flatMap((member) => member ?? []);
  return new Map(members.map(({ id, info }) => [id, info]));
}
