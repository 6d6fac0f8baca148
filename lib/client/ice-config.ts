import type { z } from "zod";
import type { IceServers } from "@/lib/contracts/calls";
import { api } from "./api";

type Answer = z.infer<typeof IceServers>;

/** The servers and the policy (W3C WebRTC 1.0, `RTCConfiguration`) for this person's peers. */
export interface IceConfig {
  /**
   * For a peer made now: asked of the server again once half the credentials' life is over.
   * @throws ApiError when the server cannot be asked and it is not known that this person may show their address
   */
  get(): Promise<RTCConfiguration>;
  /** The person has changed their account: the next peer asks anew. */
  forget(relayOnly: boolean): void;
}

const ask = () => api("GET /ice-servers");

export function createIceConfig(fetchAnswer: () => Promise<Answer> = ask): IceConfig {
  let kept: { config: Promise<RTCConfiguration>; until: number } | null = null;
  let policy: Answer["ice_transport_policy"] | null = null;

  const fetchConfig = async (mine: { until: number }): Promise<RTCConfiguration> => {
    try {
      const answer = await fetchAnswer();
      // The other half is reserve, for a long ring.
      mine.until = Date.now() + (answer.ttl_s * 1000) / 2;
      // Changed meanwhile: the newer word stands.
      if (kept === mine) policy = answer.ice_transport_policy;
      return { iceServers: answer.ice_servers, iceTransportPolicy: answer.ice_transport_policy };
    } catch (error) {
      mine.until = 0;
      // Without servers a call still works between many networks; an address must not be told by accident.
      if (policy === "all") return { iceServers: [], iceTransportPolicy: "all" };
      throw error;
    }
  };

  return {
    get() {
      if (kept && Date.now() < kept.until) return kept.config;
      const mine = { until: Number.POSITIVE_INFINITY };
      kept = Object.assign(mine, { config: fetchConfig(mine) });
      return kept.config;
    },
    forget(relayOnly) {
      kept = null;
      policy = relayOnly ? "relay" : "all";
    },
  };
}
