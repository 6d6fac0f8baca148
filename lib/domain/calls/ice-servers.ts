import { createHmac } from "node:crypto";
import type { z } from "zod";
import { type IceServer, IceServers } from "@/lib/contracts/calls";
import { Empty } from "@/lib/contracts/common";
import type { IceSettings } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";

/** How long a relay's credentials are good, in seconds. */
const TTL_S = 600;

/**
 * The servers for one person from `now` on. TURN credentials are made as coturn's `use-auth-secret` expects
 * (draft-uberti-behave-turn-rest-00): the time they end and the person, signed with HMAC-SHA1. One who is
 * `relayOnly` stays so when the relay is gone: the call fails rather than tell their address.
 */
export function iceServersFor(
  ice: IceSettings,
  person: { id: number; relayOnly: boolean },
  now: Date,
): z.infer<typeof IceServers> {
  const servers: z.infer<typeof IceServer>[] = [];
  if (ice.stunUrls.length > 0) servers.push({ urls: ice.stunUrls });
  if (ice.turnUrls.length > 0 && ice.turnSecret) {
    const username = `${Math.floor(now.getTime() / 1000) + TTL_S}:${person.id}`;
    const credential = createHmac("sha1", ice.turnSecret).update(username).digest("base64");
    servers.push({ urls: ice.turnUrls, username, credential });
  }
  return { ice_servers: servers, ttl_s: TTL_S, ice_transport_policy: person.relayOnly ? "relay" : "all" };
}

/** The STUN and TURN servers (RFC 8489, RFC 8656) for the caller's next call; `ttl_s` in seconds. */
export const iceServers = operation({
  name: "call.ice_servers",
  summary: "List the STUN and TURN servers, with credentials for ten minutes.",
  rest: "GET /ice-servers",
  input: Empty,
  output: IceServers,
  allow: signedIn,
  limits: [{ points: 60, seconds: 60, by: "person" }],
  async run({ db, ice, actor, now }) {
    const person = await db.user.findUnique({
      where: { id: actor.id, deletedAt: null },
      select: { id: true, relayOnly: true },
    });
    if (!person) throw refuse("unauthenticated");
    return iceServersFor(ice, person, now());
  },
});
