import { isSigned } from "@/lib/server/broadcast/signature";
import type { PusherApp } from "@/lib/server/env";
import type { Connection } from "./connection";
import { type Attendance, Rooms } from "./rooms";

/** What the parts of the door share: who is connected, and who hears what. */
export interface Hall {
  app: PusherApp;
  rooms: Rooms;
  connections: Map<string, Connection>;
  /** the latest connection of a device, by `user:device` */
  devices: Map<string, Connection>;
  /** grows with every news that may end somebody's access, so that whoever is just being let in is looked at again */
  epoch: number;
}

export function newHall(app: PusherApp, attendance: Attendance): Hall {
  return { app, rooms: new Rooms(attendance), connections: new Map(), devices: new Map(), epoch: 0 };
}

export function signedByUs(hall: Hall, parts: string[], auth: string): boolean {
  return isSigned(hall.app, parts.join(":"), auth);
}

export function leaveHall(hall: Hall, connection: Connection): void {
  hall.connections.delete(connection.id);
  for (const name of [...connection.channels.keys()]) hall.rooms.leave(connection, name);
  for (const device of connection.devices) {
    if (hall.devices.get(device) === connection) hall.devices.delete(device);
  }
}
