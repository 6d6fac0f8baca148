import type { CallReport } from "@/lib/contracts/calls";

/** One entry of `RTCPeerConnection.getStats` (W3C WebRTC statistics), as simple-peer hands it on. */
export interface StatsEntry {
  type: string;
  [name: string]: unknown;
}

/** What one look at a peer says of the other's voice. Counters begin with the peer. */
export interface Snapshot {
  /** the stream that is counted; another one counts from zero */
  source: string;
  /** milliseconds of this machine's clock */
  at: number;
  received: number;
  lost: number;
  jitterMs: number;
  /** null before the first answer of the other side */
  roundTripMs: number | null;
  route: CallReport["route"];
}

export type Measured = Pick<CallReport, "loss" | "jitter_ms" | "round_trip_ms">;

/** `bars` 1 to 4 are lit; `level` is what they are called. */
export interface Quality {
  level: "good" | "fair" | "poor";
  bars: 1 | 2 | 3 | 4;
}

const routes: readonly CallReport["route"][] = ["host", "srflx", "prflx", "relay"];

function figure(entry: StatsEntry | undefined, name: string): number | null {
  const value = entry?.[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

const isAudio = (entry: StatsEntry) => entry.kind === "audio" || entry.mediaType === "audio";

/** The pair in use: named by the transport, or marked by browsers that have no such entry (RFC 8445, 8.1). */
function selectedPair(entries: StatsEntry[]): StatsEntry | undefined {
  const pairs = entries.filter((entry) => entry.type === "candidate-pair");
  const named = entries.find((entry) => entry.type === "transport" && entry.selectedCandidatePairId);
  return (
    pairs.find((pair) => pair.id === named?.selectedCandidatePairId) ??
    pairs.find((pair) => pair.selected === true) ??
    pairs.find((pair) => pair.nominated === true && pair.state === "succeeded")
  );
}

/** What a look at the peer says, or null before a voice has come through. `at`: milliseconds. */
export function snapshotOf(entries: StatsEntry[], at: number): Snapshot | null {
  const inbound = entries.find((entry) => entry.type === "inbound-rtp" && isAudio(entry));
  const received = figure(inbound, "packetsReceived");
  const pair = selectedPair(entries);
  const local = entries.find((entry) => entry.type === "local-candidate" && entry.id === pair?.localCandidateId);
  const route = routes.find((one) => one === local?.candidateType);
  if (!inbound || received === null || !route) return null;
  const echoed = entries.find((entry) => entry.type === "remote-inbound-rtp" && isAudio(entry));
  // RTCP reports (RFC 3550) measure the voice's own way; the connectivity checks are there earlier.
  const roundTrip = figure(echoed, "roundTripTime") ?? figure(pair, "currentRoundTripTime");
  return {
    source: String(inbound.ssrc ?? inbound.id),
    at,
    received,
    // Duplicates make it negative (RFC 3550, 6.4.1).
    lost: Math.max(0, figure(inbound, "packetsLost") ?? 0),
    jitterMs: (figure(inbound, "jitter") ?? 0) * 1000,
    roundTripMs: roundTrip === null ? null : roundTrip * 1000,
    route,
  };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Packets of the other's voice that were due from one look to the next, and how many of them never came. */
export function between(from: Snapshot | null, to: Snapshot): { due: number; lost: number } {
  const anew = !from || from.source !== to.source || to.received < from.received;
  const received = to.received - (anew ? 0 : from.received);
  const lost = Math.max(0, to.lost - (anew ? 0 : from.lost));
  return { due: received + lost, lost };
}

/** Loss from the first of these looks to the last, jitter and round trip as their mean; null when nothing was due. */
export function measure(looks: readonly Snapshot[]): Measured | null {
  const [first] = looks;
  const last = looks.at(-1);
  if (!first || !last) return null;
  const { due, lost } = between(looks.length === 1 ? null : first, last);
  if (due === 0) return null;
  return {
    loss: lost / due,
    jitter_ms: mean(looks.map((look) => look.jitterMs)),
    round_trip_ms: mean(looks.flatMap((look) => look.roundTripMs ?? [])),
  };
}

/** R of a call without any impairment (ITU-T G.107, default values). */
const R_BEST = 93.2;
/** How robust Opus is to loss (Bpl of ITU-T G.113): its in-band correction mends single losses. */
const ROBUSTNESS = 20;
/** Opus frame of 20 ms with its look-ahead of 6.5 ms (RFC 6716), and the sound card. */
const CODEC_MS = 40;

/** The E-model's transmission rating R, 0 to 93.2 (ITU-T G.107, simplified: delay and loss alone impair). */
export function ratingOf({ loss, jitter_ms, round_trip_ms }: Measured): number {
  // The jitter buffer holds about twice the jitter back.
  const delay = round_trip_ms / 2 + 2 * jitter_ms + CODEC_MS;
  const delayed = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const percent = loss * 100;
  const missing = (95 * percent) / (percent + ROBUSTNESS);
  return Math.min(R_BEST, Math.max(0, R_BEST - delayed - missing));
}

/** The mean opinion score of a rating, 1 to 4.5 (ITU-T G.107, annex B). */
export function mosOf(rating: number): number {
  const score = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
  return Math.min(4.5, Math.max(1, score));
}

/** What the rating means to people (ITU-T G.109): below 80 some are dissatisfied, below 60 nearly all. */
export function qualityOf(measured: Measured): Quality {
  const rating = ratingOf(measured);
  if (rating >= 87) return { level: "good", bars: 4 };
  if (rating >= 80) return { level: "good", bars: 3 };
  if (rating >= 60) return { level: "fair", bars: 2 };
  return { level: "poor", bars: 1 };
}

/** The word for a stored mean opinion score, by the same limits as `qualityOf`. */
export function levelOfMos(mos: number): Quality["level"] {
  if (mos >= mosOf(80)) return "good";
  return mos >= mosOf(60) ? "fair" : "poor";
}
