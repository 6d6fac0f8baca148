import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Call } from "@/lib/contracts/calls";
import type { CallState, Media } from "./call-client-state";
import type { StatsEntry } from "./call-quality";
import { createQualitySampler, LOOK_MS, REPORT_MS, WINDOW_MS } from "./call-quality-sampler";

const person = { id: 2, name: "Sara", username: "sara", avatar: null };
const call = { id: "call-1" } as Call;
const live = { conversationId: 7, person, leaving: false, blame: null };
const talking = (media: Media = "connected"): CallState => ({
  phase: "active",
  call,
  media,
  muted: false,
  since: 0,
  trouble: null,
  otherVoice: "on",
  ...live,
});
const over: CallState = { phase: "ended", conversationId: 7, person, outcome: { kind: "completed" }, over: "call-1" };

function setUp() {
  const voice = { ssrc: 1, packetsReceived: 0, packetsLost: 0, route: "host" };
  const stats = vi.fn(
    async (): Promise<StatsEntry[]> => [
      { type: "inbound-rtp", kind: "audio", jitter: 0.002, ...voice },
      { type: "candidate-pair", selected: true, localCandidateId: "L", currentRoundTripTime: 0.02 },
      { type: "local-candidate", id: "L", candidateType: voice.route },
    ],
  );
  const onQuality = vi.fn();
  const report = vi.fn();
  const sampler = createQualitySampler({ stats, onQuality, report });
  /** lets `looks` pass, each with a hundred packets more that were due */
  const hear = async (looks: number, lost = 0) => {
    for (let look = 0; look < looks; look++) {
      voice.packetsReceived += 100 - lost;
      voice.packetsLost += lost;
      await vi.advanceTimersByTimeAsync(LOOK_MS);
    }
  };
  return { sampler, voice, stats, onQuality, report, hear };
}

const page = new EventTarget();
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", page);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the bars tell of the last ten seconds, not of what is long past", async () => {
  const { sampler, hear, onQuality } = setUp();
  sampler.follow(talking());
  await hear(3, 30);
  expect(onQuality).toHaveBeenLastCalledWith({ level: "poor", bars: 1 });
  await hear(WINDOW_MS / LOOK_MS);
  expect(onQuality).toHaveBeenLastCalledWith({ level: "good", bars: 4 });
});

test("nothing is said, and nobody looked at, while the path is sought", async () => {
  const { sampler, hear, onQuality, stats } = setUp();
  sampler.follow(talking("connecting"));
  await hear(2);
  expect(stats).not.toHaveBeenCalled();
  sampler.follow(talking());
  await hear(1);
  sampler.follow(talking("interrupted"));
  expect(onQuality).toHaveBeenLastCalledWith(null);
  stats.mockClear();
  await hear(2);
  expect(stats).not.toHaveBeenCalled();
});

test("the report at the end is of the whole call, over all its peers", async () => {
  const { sampler, hear, report, voice } = setUp();
  sampler.follow(talking());
  await hear(5, 20);
  sampler.follow(talking("interrupted"));
  Object.assign(voice, { ssrc: 2, packetsReceived: 0, packetsLost: 0, route: "relay" });
  sampler.follow(talking());
  await hear(5);
  sampler.follow({ ...talking(), leaving: true } as CallState);
  expect(report).toHaveBeenCalledExactlyOnceWith(
    "call-1",
    { route: "relay", loss: 0.1, jitter_ms: 2, round_trip_ms: 20, mos: expect.closeTo(3.1, 1) },
    false,
  );
  sampler.follow(over);
  expect(report).toHaveBeenCalledTimes(1);
});

test("a running call is reported twice a minute, and as the page goes away", async () => {
  const { sampler, hear, report } = setUp();
  sampler.follow(talking());
  await hear(REPORT_MS / LOOK_MS);
  expect(report).toHaveBeenCalledTimes(1);
  page.dispatchEvent(new Event("pagehide"));
  expect(report).toHaveBeenLastCalledWith("call-1", expect.objectContaining({ loss: 0, route: "host" }), true);
  await hear(REPORT_MS / LOOK_MS);
  expect(report).toHaveBeenCalledTimes(3);
  sampler.close();
  expect(report).toHaveBeenCalledTimes(4);
  page.dispatchEvent(new Event("pagehide"));
  await hear(REPORT_MS / LOOK_MS);
  expect(report).toHaveBeenCalledTimes(4);
});

test("the first report says how long the first sound took; one who comes back into a call says nothing of it", async () => {
  const { sampler, hear, report } = setUp();
  sampler.follow(talking("connecting"));
  await vi.advanceTimersByTimeAsync(180);
  sampler.follow(talking());
  await hear(REPORT_MS / LOOK_MS);
  expect(report.mock.lastCall?.[1]).toHaveProperty("setup_ms", 180);
  sampler.follow(talking("interrupted"));
  sampler.follow(talking());
  await hear(REPORT_MS / LOOK_MS);
  sampler.follow(over);
  sampler.follow(talking("interrupted"));
  sampler.follow(talking());
  await hear(REPORT_MS / LOOK_MS);
  expect(report.mock.calls.map(([, said]) => said.setup_ms)).toEqual([180, undefined, undefined, undefined]);
});

test("a call in which nothing was ever heard has no report", async () => {
  const { sampler, report, stats } = setUp();
  stats.mockRejectedValue(new Error("no peer"));
  sampler.follow(talking());
  await vi.advanceTimersByTimeAsync(REPORT_MS);
  page.dispatchEvent(new Event("pagehide"));
  sampler.follow(over);
  expect(report).not.toHaveBeenCalled();
});

test("an answer that comes after the call is not believed", async () => {
  const { sampler, onQuality, stats, report } = setUp();
  let answer = (_: StatsEntry[]) => {};
  stats.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  sampler.follow(talking());
  sampler.follow(over);
  answer([
    { type: "inbound-rtp", kind: "audio", packetsReceived: 10 },
    { type: "candidate-pair", selected: true, localCandidateId: "L" },
    { type: "local-candidate", id: "L", candidateType: "host" },
  ]);
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  expect(onQuality).toHaveBeenLastCalledWith(null);
  expect(report).not.toHaveBeenCalled();
});
