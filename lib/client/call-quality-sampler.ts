import type { CallReport } from "@/lib/contracts/calls";
import type { CallState } from "./call-client-state";
import type { StatsEntry } from "./call-quality";
import { between, measure, mosOf, type Quality, qualityOf, ratingOf, type Snapshot, snapshotOf } from "./call-quality";

/** How often the peer is looked at, in milliseconds. */
export const LOOK_MS = 2000;
/** How far back the bars look, in milliseconds. */
export const WINDOW_MS = 10_000;
/** How often a running call is reported, in milliseconds. */
export const REPORT_MS = 30_000;

/** `setup_ms`: from accept to the first sound; said once. */
export type SaidReport = CallReport & { setup_ms?: number };

export interface QualitySamplerOptions {
  stats(): Promise<StatsEntry[]>;
  onQuality(quality: Quality | null): void;
  /** `parting`: the page goes away, so the report must outlive it */
  report(callId: string, report: SaidReport, parting: boolean): void;
}

/** Watches how this tab's call goes: the last seconds for the bars, the whole of it for the log. */
export interface QualitySampler {
  follow(state: CallState): void;
  close(): void;
}

/** The whole of one call, over all its peers. */
interface Tally {
  due: number;
  lost: number;
  jitters: number;
  roundTrips: number;
  answered: number;
  looks: number;
  last: Snapshot;
}

function add(tally: Tally | null, look: Snapshot): Tally {
  const { due, lost } = between(tally?.last ?? null, look);
  return {
    due: (tally?.due ?? 0) + due,
    lost: (tally?.lost ?? 0) + lost,
    jitters: (tally?.jitters ?? 0) + look.jitterMs,
    roundTrips: (tally?.roundTrips ?? 0) + (look.roundTripMs ?? 0),
    answered: (tally?.answered ?? 0) + (look.roundTripMs === null ? 0 : 1),
    looks: (tally?.looks ?? 0) + 1,
    last: look,
  };
}

const rounded = (value: number, places: number) => Math.round(value * 10 ** places) / 10 ** places;
const MAX_MS = 60_000;

function reportOf({ due, lost, jitters, roundTrips, answered, looks, last }: Tally): CallReport {
  const measured = {
    loss: due > 0 ? lost / due : 0,
    jitter_ms: Math.min(MAX_MS, jitters / looks),
    round_trip_ms: Math.min(MAX_MS, answered > 0 ? roundTrips / answered : 0),
  };
  return {
    route: last.route,
    loss: rounded(measured.loss, 4),
    jitter_ms: rounded(measured.jitter_ms, 1),
    round_trip_ms: rounded(measured.round_trip_ms, 1),
    mos: rounded(mosOf(ratingOf(measured)), 2),
  };
}

export function createQualitySampler(options: QualitySamplerOptions): QualitySampler {
  let callId: string | null = null;
  let hears = false;
  let recent: Snapshot[] = [];
  let tally: Tally | null = null;
  let looking: ReturnType<typeof setInterval> | undefined;
  let reporting: ReturnType<typeof setInterval> | undefined;
  /** while the first sound is waited for: since when */
  let acceptedAt: number | null = null;
  let setupMs: number | null = null;

  const report = (parting: boolean) => {
    if (!callId || !tally) return;
    options.report(callId, { ...reportOf(tally), ...(setupMs !== null && { setup_ms: setupMs }) }, parting);
    setupMs = null;
  };
  const look = async () => {
    const asked = callId;
    const entries = await options.stats().catch(() => []);
    // The call may be over, or its path gone, by the time of the answer.
    if (callId !== asked || !hears) return;
    const seen = snapshotOf(entries, Date.now());
    if (!seen) return;
    tally = add(tally, seen);
    const [oldest] = recent;
    if (oldest && oldest.source !== seen.source) recent = [];
    recent = [...recent.filter((one) => seen.at - one.at <= WINDOW_MS), seen];
    const measured = measure(recent);
    options.onQuality(measured && qualityOf(measured));
  };
  const hear = (next: boolean) => {
    if (hears === next) return;
    hears = next;
    clearInterval(looking);
    recent = [];
    if (!hears) return options.onQuality(null);
    looking = setInterval(() => void look(), LOOK_MS);
    void look();
  };
  const finish = () => {
    if (!callId) return;
    hear(false);
    clearInterval(reporting);
    report(false);
    callId = null;
    tally = null;
    acceptedAt = null;
    setupMs = null;
  };
  const onPageHide = () => report(true);
  window.addEventListener("pagehide", onPageHide);

  return {
    follow(state) {
      const active = state.phase === "active" && !state.leaving ? state : null;
      if (active?.call.id !== callId) finish();
      if (!active) return;
      if (!callId) {
        callId = active.call.id;
        reporting = setInterval(() => report(false), REPORT_MS);
        // A page that comes back into a call does not set it up.
        if (active.media === "connecting") acceptedAt = performance.now();
      }
      if (acceptedAt !== null && active.media === "connected") {
        setupMs = Math.round(performance.now() - acceptedAt);
        acceptedAt = null;
      }
      hear(active.media === "connected");
    },
    close() {
      finish();
      window.removeEventListener("pagehide", onPageHide);
    },
  };
}
