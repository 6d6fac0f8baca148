import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Call, Signal } from "@/lib/contracts/calls";
import type { EventData, EventName } from "@/lib/contracts/events";
import { ApiError } from "./api";
import { createCallClient } from "./call-client";
import type { CallCommands } from "./call-client-commands";
import { DOUBT_MS, GIVE_UP_MS } from "./call-client-path";
import type { Media, MicrophoneProblem } from "./call-client-state";
import type { StatsEntry } from "./call-quality";
import { MicrophoneError } from "./microphone";
import type { Connection, Realtime } from "./realtime";
import { serverClock } from "./server-clock";

const ahmed = { id: 1, name: "Ahmed", username: "ahmed", avatar: null };
const sara = { id: 2, name: "Sara", username: "sara", avatar: null };
const ringing = {
  id: "call-1",
  conversation_id: 7,
  caller: ahmed,
  callee: sara,
  status: "ringing",
  end_reason: null,
  created_at: "2026-01-25T10:00:00.000Z",
  caller_device_id: "tab-ahmed",
  callee_device_id: null,
} as Call;
const accepted: Call = { ...ringing, status: "accepted", callee_device_id: "tab-sara" };
const ended = (end_reason: Call["end_reason"]): Call => ({ ...accepted, status: "ended", end_reason });
const unreachable = new ApiError("network", "");

function setUp(who: "caller" | "callee", connection: Connection = "connecting") {
  const handlers = new Map<string, (data: never) => void>();
  const connected = new Set<() => void>();
  const realtime = {
    connection: () => connection,
    on(name: string, handler: (data: never) => void) {
      handlers.set(name, handler);
      return () => handlers.delete(name);
    },
    onConnected(listener: () => void) {
      connected.add(listener);
      return () => connected.delete(listener);
    },
  } as unknown as Realtime;
  const commands = {
    start: vi.fn<CallCommands["start"]>(async () => ringing),
    accept: vi.fn<CallCommands["accept"]>(async () => accepted),
    leave: vi.fn<CallCommands["leave"]>(async () => ended("completed")),
    reached: vi.fn<CallCommands["reached"]>(),
    signal: vi.fn<CallCommands["signal"]>(),
    report: vi.fn<CallCommands["report"]>(),
    current: vi.fn<CallCommands["current"]>(async () => null),
    get: vi.fn<CallCommands["get"]>(async () => ended("completed")),
    iceServers: vi.fn<CallCommands["iceServers"]>(async () => ({})),
  };
  const media = {
    follow: vi.fn(),
    take: vi.fn<(callId: string, signal: Signal) => void>(),
    prepare: vi.fn<(callId: string, device: string) => void>(),
    setMicrophone: vi.fn(),
    setSpeaker: vi.fn(),
    revive: vi.fn(),
    level: () => 0,
    stats: vi.fn(async (): Promise<StatsEntry[]> => []),
    close: vi.fn(),
  };
  let onMedia = (_: Media) => {};
  const track = { enabled: true, stop: vi.fn() };
  const open = vi.fn(
    async () => ({ getTracks: () => [track], getAudioTracks: () => [track] }) as unknown as MediaStream,
  );
  const known = vi.fn<() => MicrophoneProblem | null>(() => null);
  const client = createCallClient({
    self: who === "caller" ? { userId: 1, deviceId: "tab-ahmed" } : { userId: 2, deviceId: "tab-sara" },
    realtime,
    commands,
    createMedia: (given) => {
      onMedia = given.onMedia;
      return media;
    },
    microphone: { open, knownProblem: known },
  });
  const hear = <N extends EventName>(name: N, data: EventData[N]) => handlers.get(name)?.(data as never);
  const ring = (call = ringing) =>
    hear("incoming_call", {
      type: "incoming_call",
      call_id: call.id,
      caller_username: "ahmed",
      conversation_id: 7,
      call,
    });
  const connect = async () => {
    for (const listener of connected) listener();
    await settle();
  };
  const tellMedia = (next: Media) => onMedia(next);
  return {
    client,
    commands,
    known,
    media,
    track,
    open,
    hear,
    ring,
    connect,
    tellMedia,
    state: () => client.store.getState(),
  };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("calling", () => {
  test("opens the microphone while the server is asked, and keeps it until the end", async () => {
    const { client, commands, open, track, media, state, hear } = setUp("caller");
    void client.start(7, sara);
    expect(open).toHaveBeenCalledTimes(1);
    await settle();
    expect(commands.start).toHaveBeenCalledWith(7);
    expect(media.setMicrophone).toHaveBeenLastCalledWith(track);
    hear("call.accepted", { call: accepted });
    expect(state().phase).toBe("active");
    expect(open).toHaveBeenCalledTimes(1);
    hear("call.ended", { call: ended("completed") });
    expect(track.stop).toHaveBeenCalledTimes(1);
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "completed" } });
    await vi.advanceTimersByTimeAsync(5000);
    expect(state().phase).toBe("idle");
  });

  test("prepares towards the device that the server names as warm, and no other", async () => {
    const { client, media, hear } = setUp("caller");
    await client.start(7, sara);
    hear("call.reached", { call_id: ringing.id, warm: false, callee_device_id: null });
    expect(media.prepare).not.toHaveBeenCalled();
    hear("call.reached", { call_id: ringing.id, warm: true, callee_device_id: "tab-sara" });
    expect(media.prepare.mock.calls).toEqual([[ringing.id, "tab-sara"]]);
  });

  test("that the server refuses ends with its sentence", async () => {
    const { client, commands, state } = setUp("caller");
    commands.start.mockRejectedValueOnce(new ApiError("forbidden", "not friends"));
    await client.start(7, sara);
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "refused", message: "not friends" } });
  });

  test("whose answer is lost is found by asking what is true", async () => {
    const { client, commands, state } = setUp("caller");
    commands.start.mockRejectedValueOnce(unreachable);
    commands.current.mockResolvedValueOnce(ringing);
    await client.start(7, sara);
    expect(state()).toMatchObject({ phase: "outgoing", call: ringing });
  });

  test("does not ring anybody when the microphone is known to be forbidden, nor open it", async () => {
    const { client, commands, known, open, state } = setUp("caller");
    known.mockReturnValue("denied");
    await client.start(7, sara);
    await settle();
    expect(commands.start).not.toHaveBeenCalled();
    expect(open).not.toHaveBeenCalled();
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "microphone", problem: "denied" } });
  });

  test("is taken back when the microphone is refused while it rings, and says why", async () => {
    const { client, commands, open, state } = setUp("caller");
    let refuse = (_: Error) => {};
    open.mockReturnValueOnce(new Promise((_, reject) => (refuse = reject)));
    commands.leave.mockResolvedValueOnce(ended("cancelled"));
    await client.start(7, sara);
    refuse(new MicrophoneError("denied"));
    await settle();
    expect(commands.leave.mock.calls).toEqual([[ringing.id, "cancel"]]);
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "microphone", problem: "denied" } });
  });

  test("cancelled before the server has answered is cancelled when it does", async () => {
    const { client, commands, state } = setUp("caller");
    let answer = (_: Call) => {};
    commands.start.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    commands.leave.mockResolvedValueOnce(ended("cancelled"));
    void client.start(7, sara);
    await settle();
    client.leave();
    expect(commands.leave).not.toHaveBeenCalled();
    answer(ringing);
    await settle();
    expect(commands.leave).toHaveBeenCalledWith(ringing.id, "cancel");
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "cancelled" } });
  });
});

describe("being called", () => {
  test("tells the caller once that it rings here, and asks nobody for a microphone", async () => {
    const { commands, open, ring } = setUp("callee");
    ring();
    ring();
    await settle();
    expect(commands.reached.mock.calls).toEqual([[ringing.id, false]]);
    expect(open).not.toHaveBeenCalled();
  });

  test("prepares the connection once where the ring is heard, without a microphone, and not once answered", async () => {
    const { client, commands, media, open, ring, state } = setUp("callee");
    client.sounding();
    expect(media.prepare).not.toHaveBeenCalled();
    ring();
    client.sounding();
    client.sounding();
    await settle();
    expect(commands.reached.mock.calls).toEqual([
      [ringing.id, false],
      [ringing.id, true],
    ]);
    expect(media.prepare.mock.calls).toEqual([[ringing.id, "tab-sara"]]);
    expect(media.follow).toHaveBeenLastCalledWith(state());
    expect(open).not.toHaveBeenCalled();
    await client.accept();
    client.sounding();
    expect(media.prepare).toHaveBeenCalledTimes(1);
  });

  test("does not prepare what is being answered, cold, or rejected", async () => {
    for (const act of ["accept", "leave"] as const) {
      const { client, commands, media, ring } = setUp("callee");
      ring();
      void client[act]();
      client.sounding();
      expect(media.prepare).not.toHaveBeenCalled();
      expect(commands.reached).toHaveBeenCalledTimes(1);
    }
  });

  test("opens the microphone in parallel with the answer", async () => {
    const { client, commands, open, ring, state } = setUp("callee");
    ring();
    void client.accept();
    void client.accept();
    expect(commands.accept).toHaveBeenCalledTimes(1);
    expect(open).toHaveBeenCalledTimes(1);
    await settle();
    expect(state()).toMatchObject({ phase: "active", call: accepted });
  });

  test("is talking once the other's voice comes and the microphone here is open, whichever is later", async () => {
    const { client, open, ring, tellMedia, track } = setUp("callee");
    let give = (_: MediaStream) => {};
    open.mockReturnValueOnce(new Promise((resolve) => (give = resolve)));
    ring();
    await client.accept();
    tellMedia("connected");
    expect(client.talking()).toBe(false);
    give({ getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream);
    await settle();
    expect(client.talking()).toBe(true);
    tellMedia("interrupted");
    expect(client.talking()).toBe(false);
  });

  test("an answer that comes too late shows the truth", async () => {
    const { client, commands, ring, state, track } = setUp("callee");
    ring();
    commands.accept.mockRejectedValueOnce(new ApiError("conflict", "over"));
    commands.get.mockResolvedValueOnce({ ...ended("cancelled") });
    await client.accept();
    await settle();
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "cancelled" } });
    expect(track.stop).toHaveBeenCalled();
  });

  test("without a microphone hangs up, and the other side is told why", async () => {
    const { client, commands, open, ring, state } = setUp("callee");
    ring();
    open.mockRejectedValueOnce(new MicrophoneError("denied"));
    commands.leave.mockRejectedValueOnce(new ApiError("conflict", "accepted"));
    commands.get.mockResolvedValueOnce(accepted);
    await client.accept();
    await settle();
    expect(commands.leave.mock.calls.at(-1)).toEqual([ringing.id, "hangup"]);
    expect(commands.signal).toHaveBeenCalledWith(ringing.id, { generation: 0, data: { type: "microphone_failed" } });
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "microphone", problem: "denied" } });
  });

  test("the other side's microphone failed: said when the call ends", async () => {
    const { hear, media, state, client } = setUp("caller");
    await client.start(7, sara);
    hear("call.accepted", { call: accepted });
    hear("call.signal", { call_id: ringing.id, signal: { generation: 0, data: { type: "microphone_failed" } } });
    hear("call.ended", { call: ended("completed") });
    expect(state()).toMatchObject({ outcome: { kind: "other_microphone" } });
    expect(media.take).not.toHaveBeenCalled();
  });
});

describe("the microphones of a call", () => {
  const signal = (data: object) => ({ call_id: ringing.id, signal: { generation: 0, data: { ...data } } });

  test("each side hears of the other's mute, and no peer is bothered with it", async () => {
    const { client, commands, hear, media, ring, state } = setUp("callee");
    ring();
    await client.accept();
    hear("call.signal", signal({ type: "muted", muted: true }));
    expect(state()).toMatchObject({ otherVoice: "muted" });
    expect(media.take).not.toHaveBeenCalled();
    client.toggleMute();
    const told = { generation: 0, data: { type: "muted", muted: true } };
    expect(commands.signal.mock.calls).toEqual([[ringing.id, told]]);
  });

  test("one that dies while they talk leaves the call up and the other side informed", async () => {
    const { client, commands, open, ring, state, track } = setUp("callee");
    ring();
    await client.accept();
    await settle();
    open.mockRejectedValueOnce(new MicrophoneError("missing"));
    (track as unknown as MediaStreamTrack).onended?.(new Event("ended"));
    await settle();
    expect(state()).toMatchObject({ phase: "active", leaving: false, trouble: "missing" });
    const told = { generation: 0, data: { type: "muted", muted: true, broken: true } };
    expect(commands.signal.mock.calls).toEqual([[ringing.id, told]]);
  });

  test("one that dies while it rings takes the call back and says why", async () => {
    const { client, commands, open, state, track } = setUp("caller");
    await client.start(7, sara);
    await settle();
    open.mockRejectedValueOnce(new MicrophoneError("missing"));
    commands.leave.mockResolvedValueOnce(ended("cancelled"));
    (track as unknown as MediaStreamTrack).onended?.(new Event("ended"));
    await settle();
    const told = { generation: 0, data: { type: "microphone_failed" } };
    expect(commands.signal.mock.calls).toEqual([[ringing.id, told]]);
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "microphone", problem: "missing" } });
  });
});

describe("leaving", () => {
  test("rejects a ring and hangs up a call", async () => {
    const first = setUp("callee");
    first.ring();
    first.client.leave();
    await settle();
    expect(first.commands.leave).toHaveBeenCalledWith(ringing.id, "decline");
    const second = setUp("callee");
    second.ring();
    await second.client.accept();
    second.client.leave();
    await settle();
    expect(second.commands.leave).toHaveBeenCalledWith(ringing.id, "hangup");
    expect(second.track.stop).toHaveBeenCalled();
  });

  test("a call that never came up says so, whether it ends by itself or by hand", async () => {
    for (const patience of [GIVE_UP_MS, DOUBT_MS]) {
      const { client, commands, ring, state } = setUp("callee", "connected");
      commands.leave.mockResolvedValueOnce(ended("failed"));
      ring();
      await client.accept();
      await vi.advanceTimersByTimeAsync(patience);
      client.leave();
      await settle();
      expect(commands.leave.mock.calls).toEqual([[ringing.id, "fail"]]);
      expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "no_path" } });
    }
  });

  test("silences the microphone at once, long before the server has heard", async () => {
    const { client, commands, ring, track } = setUp("callee");
    ring();
    await client.accept();
    await settle();
    commands.leave.mockReturnValueOnce(new Promise(() => {}));
    client.leave();
    expect(track.stop).toHaveBeenCalledTimes(1);
  });

  test("that loses against an answer hangs up instead", async () => {
    const { client, commands, state } = setUp("caller");
    await client.start(7, sara);
    commands.leave.mockRejectedValueOnce(new ApiError("conflict", "accepted"));
    commands.get.mockResolvedValueOnce(accepted);
    client.leave();
    await settle();
    expect(commands.leave.mock.calls).toEqual([
      [ringing.id, "cancel"],
      [ringing.id, "hangup"],
    ]);
    expect(state().phase).toBe("ended");
  });
});

describe("after a gap", () => {
  test("a ring and a call come back, and what ended meanwhile ends with its reason", async () => {
    const { commands, connect, state } = setUp("callee");
    commands.current.mockResolvedValueOnce(ringing);
    await connect();
    expect(state()).toMatchObject({ phase: "incoming", call: ringing });
    commands.get.mockResolvedValueOnce(ended("missed"));
    await connect();
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "missed" } });
  });

  test("a call the server knows no more is over; one that cannot be asked for stays", async () => {
    const { commands, connect, ring, state } = setUp("callee");
    ring();
    commands.current.mockRejectedValueOnce(unreachable);
    await connect();
    expect(state().phase).toBe("incoming");
    commands.get.mockRejectedValueOnce(unreachable);
    await connect();
    expect(state().phase).toBe("incoming");
    commands.get.mockRejectedValueOnce(new ApiError("not_found", ""));
    await connect();
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "failed" } });
  });

  test("an answer that the news has overtaken is asked for again", async () => {
    const { commands, connect, ring, state } = setUp("callee");
    let answer = (_: Call | null) => {};
    commands.current.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const asking = connect();
    ring();
    commands.current.mockResolvedValueOnce(ringing);
    answer(null);
    await asking;
    await settle();
    expect(commands.current).toHaveBeenCalledTimes(2);
    expect(state()).toMatchObject({ phase: "incoming", call: ringing });
  });

  test("a ring that is told after its answer elsewhere, or its end, is no ring", () => {
    for (const news of [{ ...accepted, callee_device_id: "other" }, ended("cancelled")]) {
      const { hear, ring, state } = setUp("callee");
      hear(news.status === "ended" ? "call.ended" : "call.accepted", { call: news });
      ring();
      expect(state().phase).toBe("idle");
    }
  });

  test("the mute and the start of a call outlive a reload", async () => {
    const began = Date.now();
    const accepted_at = new Date(began + 90_000).toISOString();
    // The server's clock is 90 s ahead of this machine's.
    serverClock.note(began, began, began + 90_000);
    const before = setUp("callee");
    before.commands.accept.mockResolvedValueOnce({ ...accepted, accepted_at });
    before.ring();
    await before.client.accept();
    await settle();
    expect(before.state()).toMatchObject({ phase: "active", since: began });
    before.client.toggleMute();
    expect(before.track.enabled).toBe(false);
    before.client.close();
    await vi.advanceTimersByTimeAsync(60_000);
    const after = setUp("callee");
    after.commands.current.mockResolvedValueOnce({ ...accepted, accepted_at });
    await after.connect();
    expect(after.state()).toMatchObject({ phase: "active", muted: true, since: began });
    expect(after.track.enabled).toBe(false);
    after.client.toggleMute();
    expect(after.track.enabled).toBe(true);
  });
});

test("a closed client lets go of everything and hears no more", async () => {
  const { client, hear, media, track, state, ring } = setUp("callee");
  ring();
  await client.accept();
  await settle();
  client.close();
  expect(track.stop).toHaveBeenCalled();
  expect(media.close).toHaveBeenCalled();
  const before = state();
  hear("call.ended", { call: ended("completed") });
  expect(state()).toBe(before);
});

test("a call shows how it goes while it goes, and says so to the server when it is over", async () => {
  const { client, commands, hear, media, ring, tellMedia } = setUp("callee");
  media.stats.mockResolvedValue([
    { type: "inbound-rtp", kind: "audio", packetsReceived: 90, packetsLost: 10, jitter: 0.001 },
    { type: "candidate-pair", selected: true, localCandidateId: "L", currentRoundTripTime: 0.02 },
    { type: "local-candidate", id: "L", candidateType: "relay" },
  ]);
  ring();
  void client.accept();
  await settle();
  expect(client.quality.getState()).toBeNull();
  tellMedia("connected");
  await settle();
  expect(client.quality.getState()).toEqual({ level: "fair", bars: 2 });
  hear("call.ended", { call: ended("completed") });
  expect(client.quality.getState()).toBeNull();
  expect(commands.report).toHaveBeenCalledExactlyOnceWith(
    "call-1",
    expect.objectContaining({ route: "relay", loss: 0.1, round_trip_ms: 20 }),
    false,
  );
});
