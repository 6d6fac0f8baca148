import type { EventData, NidaEvent } from "@/lib/contracts/events";
import { peopleOf, showsPresence } from "@/lib/domain/channels";
import { resources } from "@/lib/server/resources";
import type { Connection } from "./connection";
import type { Hall } from "./hall";
import type { Room } from "./rooms";

/** A connection speaks for one or two sessions; more is a flood. */
const MAX_SESSIONS = 8;
/** At most so many in one query. */
const CHUNK = 500;

const endedSession = (connection: Connection) => connection.end(4009, "the session has ended");

/** Access follows life: what an event means for those who are connected. */
export function follow(hall: Hall, event: NidaEvent, onDevice: OnDevice): void {
  if (event.name === "channel.granted") void bind(hall, event.data, onDevice).catch(failed);
  if (event.name === "session.revoked") {
    const ended = new Set(event.data.session_ids);
    for (const connection of hall.connections.values()) {
      if ([...connection.sessions.keys()].some((id) => ended.has(id))) endedSession(connection);
    }
  }
  const touched = touchedBy(event);
  if (touched.length === 0) return;
  hall.epoch += 1;
  void lookAgain(hall, touched).catch(failed);
}

const failed = (error: unknown) => resources().log.error({ err: error }, "the Pusher door could not follow an event");

/** Those whose channels may now be closed. */
function touchedBy({ name, data, to }: NidaEvent): number[] {
  if (name === "block.changed" && data.blocked) return [...to, data.user_id];
  // With the account, its sessions end.
  if (name === "session.revoked" || (name === "me.updated" && data.hide_presence)) return to;
  return [];
}

async function lookAgain(hall: Hall, userIds: number[]): Promise<void> {
  const rooms = hall.rooms.all().filter((room) => room.people.some((id) => userIds.includes(id)));
  for (const room of rooms) {
    const mayStay = await whoMayStay(room);
    for (const [connection, member] of room.seats) {
      if (!mayStay(member?.id ?? null)) hall.rooms.expel(connection, room.name);
    }
  }
}

async function whoMayStay({ channel, people }: Room): Promise<(memberId: string | null) => boolean> {
  const { database } = resources();
  if (!channel) return () => true;
  if (!(await peopleOf(database, channel))) return () => false;
  if (channel.kind !== "presence") return () => true;
  const shown = await Promise.all(
    people.map(async (id) => ((await showsPresence(database.db, id)) ? String(id) : null)),
  );
  return (memberId) => shown.includes(memberId);
}

/** told when a connection speaks for a device, and when that connection ends; `heardAt` in milliseconds since 1970 */
export type OnDevice = (device: { userId: number; deviceId: string; heardAt: number }) => void;

export const deviceKey = (userId: number, deviceId: string) => `${userId}:${deviceId}`;

/** A session stands behind a connection from now on, unless it has ended since it asked. */
async function bind(hall: Hall, grant: EventData["channel.granted"], onDevice: OnDevice): Promise<void> {
  const connection = hall.connections.get(grant.socket_id);
  if (!connection) return;
  const { user_id: userId, session_id: id, device_id: deviceId } = grant;
  if (deviceId) {
    connection.devices.set(deviceKey(userId, deviceId), { userId, deviceId });
    hall.devices.set(deviceKey(userId, deviceId), connection);
    onDevice({ userId, deviceId, heardAt: connection.heardAt });
  }
  if (connection.sessions.has(id)) return;
  if (connection.sessions.size >= MAX_SESSIONS) {
    connection.end(4009, "too many sessions on one connection");
    return;
  }
  connection.sessions.set(id, userId);
  if ((await resources().database.db.session.count({ where: { id } })) === 0) endedSession(connection);
}

/** For when the news of an end was lost on the way. */
export async function endRevoked(hall: Hall): Promise<void> {
  const connections = [...hall.connections.values()];
  const ids = [...new Set(connections.flatMap((connection) => [...connection.sessions.keys()]))];
  const alive = new Set<string>();
  for (let from = 0; from < ids.length; from += CHUNK) {
    const these = { id: { in: ids.slice(from, from + CHUNK) } };
    for (const { id } of await resources().database.db.session.findMany({ where: these, select: { id: true } })) {
      alive.add(id);
    }
  }
  const asked = new Set(ids);
  for (const connection of connections) {
    if ([...connection.sessions.keys()].some((id) => asked.has(id) && !alive.has(id))) endedSession(connection);
  }
}
