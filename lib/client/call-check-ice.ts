/** What came of looking for a way through one kind of server. */
export interface Gathered {
  /** a candidate of the wished type was found */
  found: boolean;
  /** gathering ended by itself within the time */
  complete: boolean;
  /** codes of the servers' answers: of STUN (RFC 8489, 14.8), or 701 when there was none (W3C WebRTC 1.0, 4.8.4) */
  errors: number[];
  /** the browser tells of such errors */
  tellsErrors: boolean;
}

export type StunFinding = "fine" | "absent" | "unreachable";
export type TurnFinding = "fine" | "absent" | "needed" | "refused" | "unreachable";

/** Longer than a browser asks a server that does not answer (RFC 8489, 6.2.1), in milliseconds. */
const GATHER_WITHIN_MS = 12_000;

/** The servers of one kind, "stun" or "turn", each with only those URLs. */
export function serversOf(kind: "stun" | "turn", servers: RTCIceServer[]): RTCIceServer[] {
  return servers.flatMap((server) => {
    const urls = [server.urls].flat().filter((url) => url.startsWith(`${kind}:`) || url.startsWith(`${kind}s:`));
    return urls.length > 0 ? [{ ...server, urls }] : [];
  });
}

/** An address that needs no translation is no candidate of its own: then it is enough that the server answered. */
export function stunFinding({ found, complete, errors, tellsErrors }: Gathered): StunFinding {
  return found || (complete && tellsErrors && errors.length === 0) ? "fine" : "unreachable";
}

/** 401 and its kin: the server is there, but does not take the password. */
export function turnFinding({ found, errors }: Gathered): TurnFinding {
  if (found) return "fine";
  return errors.some((code) => code >= 400 && code < 500) ? "refused" : "unreachable";
}

/** Looks for a candidate of `type` (RFC 8445, 5.1.1) with these servers alone. */
export async function gather(config: RTCConfiguration, type: RTCIceCandidateType): Promise<Gathered> {
  const peer = new RTCPeerConnection(config);
  const errors: number[] = [];
  let late: ReturnType<typeof setTimeout> | undefined;
  try {
    const ended = new Promise<"found" | "complete" | "late">((resolve) => {
      late = setTimeout(() => resolve("late"), GATHER_WITHIN_MS);
      peer.onicecandidate = ({ candidate }) => candidate?.type === type && resolve("found");
      peer.onicecandidateerror = ({ errorCode }) => errors.push(errorCode);
      peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && resolve("complete");
    });
    peer.createDataChannel("check");
    await peer.setLocalDescription();
    const how = await ended;
    const tellsErrors = "onicecandidateerror" in RTCPeerConnection.prototype;
    return { found: how === "found", complete: how !== "late", errors, tellsErrors };
  } finally {
    clearTimeout(late);
    peer.close();
  }
}
