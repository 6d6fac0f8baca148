import type { Channel } from "@/lib/contracts/channels";
import type { Connection } from "./connection";
import { framed } from "./framed";
import { frames, type Member } from "./frames";

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

/** Who hears which channel, in this process. A room is there while somebody is in it. */
export class Rooms {
  private readonly rooms = new Map<string, Room>();

  constructor(private readonly attendance: Attendance) {}

  get(name: string): Room | undefined {
    return this.rooms.get(name);
  }

  all(): Room[] {
    return [...this.rooms.values()];
  }

  join(connection: Connection, wanted: Omit<Room, "seats">, member: Member | null): void {
    const room = this.rooms.get(wanted.name) ?? { ...wanted, seats: new Map<Connection, Member | null>() };
    this.rooms.set(room.name, room);
    const isNew = member !== null && !membersOf(room).has(member.id);
    room.seats.set(connection, member);
    connection.channels.set(room.name, true);
    connection.send(member ? frames.attended(room.name, membersOf(room)) : frames.subscribed(room.name));
    if (isNew) this.tell(room, frames.memberAdded(room.name, member), connection);
    if (room.channel?.kind === "user") this.attendance.enter(room.channel.id);
  }

  leave(connection: Connection, name: string): void {
    connection.channels.delete(name);
    const room = this.rooms.get(name);
    const member = room?.seats.get(connection);
    if (!room?.seats.delete(connection)) return;
    if (room.seats.size === 0) this.rooms.delete(name);
    if (member && !membersOf(room).has(member.id)) this.tell(room, frames.memberRemoved(name, member));
    if (room.channel?.kind === "user") this.attendance.leave(room.channel.id);
  }

  /** Access is over: the client is told as of a refused subscription, for the protocol has no other word. */
  expel(connection: Connection, name: string): void {
    this.leave(connection, name);
    connection.send(frames.subscriptionError(name, "this channel is no longer yours to hear", 403));
  }

  publish(name: string, event: string, data: unknown, except?: Connection): void {
    const room = this.rooms.get(name);
    if (room) this.tell(room, frames.event(name, event, data), except);
  }

  /** Encoded once, however many hear it. */
  tell(room: Room, frame: string, except?: Connection): void {
    const bytes = framed(frame);
    for (const connection of room.seats.keys()) if (connection !== except) connection.sendFramed(bytes);
  }
}

/** Each person once, however many connections they have. */
export function membersOf(room: Room): Map<string, unknown> {
  const members = [...room.seats.values()].flatMap((member) => member ?? []);
  return new Map(members.map(({ id, info }) => [id, info]));
}
