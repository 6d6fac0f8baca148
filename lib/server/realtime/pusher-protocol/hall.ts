import { isSigned } from "@/lib/server/broadcast/signature";
import type { PusherApp } from "@/lib/server/env";
import type { Nodes } from "@/lib/server/nodes/nodes";
import type { Connection } from "./connection";
import { type Attendance, Rooms } from "./rooms";

/** What the parts of the door share: who is connected, and who hears what. */
export interface Hall {
  app: PusherApp;
  rooms: Rooms;
  nodes: Nodes;
  connections: Map<string, Connection>;
  /** the latest connection of a device, by `user:device` */
  devices: Map<string, Connection>;
  /** grows with every news that may end somebody's access, so that whoever is just being let in is looked at again */
  epoch: number;
}

export function newHall(app: PusherApp, nodes: Nodes, attendance: Attendance): Hall {
  const rooms = new Rooms(attendance, nodes.roster);
  return { app, rooms, nodes, connections: new Map(), devices: new Map(), epoch: 0 };
}

export function signedByUs(hall: Hall, parts: string[], auth: string): boolean {
  return isSigned(hall.app, parts.join(":"), auth);
}

export function leaveHall(hall: Hall, connection: Connection): void {
  hall.connections.delete(connection.id);
  for (const name of [...connection.channels.keys()]) hall.rooms.leave(connection, name);
  for (const device of connection.devices.keys()) {
    if (hall.devices.get(device) === connection) hall.devices.delete(device);
  }
}

/** A frame for all who hear a channel, at every node, but for the connection that it comes from. */
export function sayTo(hall: Hall, channel: string, frame: string, except?: string): void {
  hall.rooms.pass(channel, frame, hall.connections.get(except ?? ""));
  hall.nodes.tell({ kind: "frame", channel, frame, except });
}

/** All connections of a person here: signed in as them, or authorised by one of their sessions. */
export function terminateHere(hall: Hall, userId: string): void {
  for (const connection of hall.connections.values()) {
    const isTheirs = connection.userId === userId || [...connection.sessions.values()].map(String).includes(userId);
    if (isTheirs) connection.end(4009, "the connection was ended by the server");
  }
}
