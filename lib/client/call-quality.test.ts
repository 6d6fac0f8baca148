import { describe, expect, test } from "vitest";
import {
  between,
  levelOfMos,
  measure,
  mosOf,
  qualityOf,
  ratingOf,
  type Snapshot,
  type StatsEntry,
  snapshotOf,
} from "./call-quality";

const chromium: StatsEntry[] = [
  { type: "transport", id: "T1", selectedCandidatePairId: "P2" },
  { type: "candidate-pair", id: "P1", localCandidateId: "L1", nominated: true, state: "succeeded" },
  { type: "candidate-pair", id: "P2", localCandidateId: "L2", currentRoundTripTime: 0.05 },
  { type: "local-candidate", id: "L1", candidateType: "host" },
  { type: "local-candidate", id: "L2", candidateType: "relay" },
  { type: "inbound-rtp", id: "V", kind: "video", packetsReceived: 9 },
  { type: "inbound-rtp", id: "A", kind: "audio", ssrc: 7, packetsReceived: 100, packetsLost: 3, jitter: 0.004 },
  { type: "remote-inbound-rtp", kind: "audio", roundTripTime: 0.08 },
];
const without = (type: string) => chromium.filter((entry) => entry.type !== type);

describe("a look at the peer", () => {
  test("counts the voice and names the way in use", () => {
    expect(snapshotOf(chromium, 5)).toEqual({
      source: "7",
      at: 5,
      received: 100,
      lost: 3,
      jitterMs: 4,
      roundTripMs: 80,
      route: "relay",
    });
  });

  test("takes the round trip of the connectivity checks until the other side has reported", () => {
    expect(snapshotOf(without("remote-inbound-rtp"), 0)?.roundTripMs).toBe(50);
  });

  test("finds the pair that Firefox marks, and the nominated one where nothing is marked", () => {
    const marked = without("transport").map((entry) => (entry.id === "P2" ? { ...entry, selected: true } : entry));
    expect(snapshotOf(marked, 0)?.route).toBe("relay");
    expect(snapshotOf(without("transport"), 0)?.route).toBe("host");
  });

  test("says nothing before there is a voice, a way, or figures that are numbers", () => {
    expect(snapshotOf([], 0)).toBeNull();
    expect(snapshotOf(without("inbound-rtp"), 0)).toBeNull();
    expect(snapshotOf(without("local-candidate"), 0)).toBeNull();
    const odd = chromium.map((entry) => (entry.id === "A" ? { ...entry, packetsReceived: "100" } : entry));
    expect(snapshotOf(odd, 0)).toBeNull();
  });

  test("takes duplicates for no loss", () => {
    const doubled = chromium.map((entry) => (entry.id === "A" ? { ...entry, packetsLost: -4 } : entry));
    expect(snapshotOf(doubled, 0)?.lost).toBe(0);
  });
});

const look = (given: Partial<Snapshot> = {}): Snapshot => ({
  source: "7",
  at: 0,
  received: 100,
  lost: 0,
  jitterMs: 2,
  roundTripMs: 40,
  route: "host",
  ...given,
});

describe("from look to look", () => {
  test("loss is the share that never came of those that were due", () => {
    expect(measure([look(), look({ received: 190, lost: 10, jitterMs: 6, roundTripMs: 60 })])).toEqual({
      loss: 0.1,
      jitter_ms: 4,
      round_trip_ms: 50,
    });
  });

  test("another stream, or one begun anew, counts from zero", () => {
    expect(between(look(), look({ source: "8", received: 30, lost: 2 }))).toEqual({ due: 32, lost: 2 });
    expect(between(look(), look({ received: 30, lost: 2 }))).toEqual({ due: 32, lost: 2 });
    expect(between(null, look({ lost: 1 }))).toEqual({ due: 101, lost: 1 });
  });

  test("packets that came late after all are no negative loss", () => {
    expect(between(look({ lost: 5 }), look({ received: 150, lost: 3 }))).toEqual({ due: 50, lost: 0 });
  });

  test("nothing is said of a time in which nothing was due", () => {
    expect(measure([])).toBeNull();
    expect(measure([look(), look({ at: 2000 })])).toBeNull();
  });

  test("a way whose length nobody has measured yet is taken for short", () => {
    expect(measure([look({ roundTripMs: null }), look({ received: 200, roundTripMs: null })])?.round_trip_ms).toBe(0);
  });
});

describe("the E-model", () => {
  // loss, jitter, round trip → rating, score, bars and word
  test.each([
    [0, 0, 0, 92.24, 4.39, 4, "good"],
    [0, 5, 40, 91.52, 4.37, 4, "good"],
    [0.01, 5, 60, 86.76, 4.25, 3, "good"],
    [0.02, 10, 100, 81.92, 4.09, 3, "good"],
    [0, 10, 300, 84.56, 4.18, 3, "good"],
    [0.05, 20, 150, 70.48, 3.62, 2, "fair"],
    [0, 20, 500, 68.48, 3.53, 2, "fair"],
    [0.1, 20, 200, 56.92, 2.94, 1, "poor"],
    [0.2, 50, 300, 26.34, 1.46, 1, "poor"],
    [1, 200, 5000, 0, 1, 1, "poor"],
  ])("loss %f, jitter %f ms, round trip %f ms", (loss, jitter_ms, round_trip_ms, rating, mos, bars, level) => {
    const measured = { loss, jitter_ms, round_trip_ms };
    expect([ratingOf(measured), mosOf(ratingOf(measured)), qualityOf(measured)]).toEqual([
      expect.closeTo(rating, 1),
      expect.closeTo(mos, 2),
      { bars, level },
    ]);
  });

  // G.107 annex B, table B.1: the score at the limits of each class of satisfaction
  test.each([
    [90, 4.34],
    [80, 4.03],
    [70, 3.6],
    [60, 3.1],
    [50, 2.58],
  ])("a rating of %i is a score of %f", (rating, mos) => {
    expect(mosOf(rating)).toBeCloseTo(mos, 1);
  });

  test("the score never leaves 1 to 4.5", () => {
    for (let rating = -50; rating <= 150; rating++) {
      expect(mosOf(rating)).toBeGreaterThanOrEqual(1);
      expect(mosOf(rating)).toBeLessThanOrEqual(4.5);
    }
  });

  test("a stored score has the word that its bars had", () => {
    for (let loss = 0; loss <= 0.5; loss += 0.005) {
      const measured = { loss, jitter_ms: 5, round_trip_ms: 60 };
      expect(levelOfMos(mosOf(ratingOf(measured)))).toBe(qualityOf(measured).level);
    }
  });
});
