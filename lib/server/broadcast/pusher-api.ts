import type { PusherSettings } from "@/lib/server/env";
import { signedQuery } from "./signature";

/** One event to one channel; `data` is JSON. */
export interface Publication {
  channel: string;
  name: string;
  data: string;
  at: number;
}
/** What is to go out: an event, or the end of a person's connections. */
export type Waiting = Publication | { terminate: number };

/** What went wrong; `again` when it may go right another time. */
interface Fault {
  text: string;
  again: boolean;
}

/** One call of the signed HTTP API: up to ten events, or one ending. Answers null when it was taken. */
export async function send(settings: PusherSettings, items: Waiting[], timeoutMs: number): Promise<Fault | null> {
  const [first] = items;
  const call =
    first && "terminate" in first
      ? { path: `/users/${first.terminate}/terminate_connections`, body: "{}" }
      : { path: "/batch_events", body: JSON.stringify({ batch: items.map(asEvent) }) };
  const path = `/apps/${settings.appId}${call.path}`;
  const query = signedQuery(settings, { method: "POST", path, query: {}, body: call.body }, new Date());
  const { scheme, host, port, cluster } = settings;
  try {
    const answer = await fetch(`${scheme}://${host ?? `api-${cluster}.pusher.com`}:${port}${path}?${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: call.body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.text();
    if (answer.ok) return null;
    // What is wrong with the events themselves stays wrong; a clock, a quota or an outage does not.
    return { text: `${answer.status} ${text.slice(0, 200)}`, again: ![400, 404, 413].includes(answer.status) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { text: String(cause), again: true };
  }
}

function asEvent(item: Waiting) {
  return "name" in item ? { channel: item.channel, name: item.name, data: item.data } : null;
}
