import type { Signal } from "@/lib/contracts/calls";

interface Candidate {
  candidate: string;
  sdpMLineIndex: number;
}

function candidateOf({ data }: Signal): Candidate | null {
  const given = data?.candidate;
  if (typeof given !== "object" || given === null) return null;
  const { candidate, sdpMLineIndex }: { candidate?: unknown; sdpMLineIndex?: unknown } = given;
  // The empty candidate says that there are no more; the description needs no such line.
  if (typeof candidate !== "string" || candidate === "" || typeof sdpMLineIndex !== "number") return null;
  return { candidate, sdpMLineIndex };
}

/** The description with each candidate as an attribute of its media section (RFC 8839, section 5.1). */
function withCandidates(sdp: string, candidates: Candidate[]): string {
  const [session = "", ...media] = sdp.split(/(?=^m=)/m);
  const sections = media.map((section, index) => {
    const lines = candidates.filter((one) => one.sdpMLineIndex === index).map((one) => `a=${one.candidate}\r\n`);
    return section + lines.join("");
  });
  return [session, ...sections].join("");
}

/**
 * Puts the candidates that were gathered while the signals waited into the description they belong to, so that one
 * message carries all. Signals that do not begin with a description stay as they are.
 */
export function foldCandidates(held: Signal[]): Signal[] {
  const [first, ...rest] = held;
  const sdp = first?.data?.sdp;
  if (!first || typeof sdp !== "string") return held;
  const folded = rest.flatMap((signal) => candidateOf(signal) ?? []);
  const others = rest.filter((signal) => !candidateOf(signal));
  return [{ ...first, data: { ...first.data, sdp: withCandidates(sdp, folded) } }, ...others];
}
