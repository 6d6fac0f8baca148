import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "./api";
import { DOUBT_MS, GIVE_UP_MS } from "./call-client-path";
import { MicrophoneError } from "./microphone";
import { accepted, beginBrowser, clientWorld, endBrowser, ended, ringing, sara, settle } from "./testing/client-world";

beforeEach(beginBrowser);
afterEach(endBrowser);

describe("leaving", () => {
  test("rejects a ring and hangs up a call", async () => {
    const first = clientWorld("callee");
    first.ring();
    first.client.leave();
    await settle();
    expect(first.commands.leave).toHaveBeenCalledWith(ringing.id, "decline");
    const second = clientWorld("callee");
    second.ring();
    await second.client.accept();
    second.client.leave();
    await settle();
    expect(second.commands.leave).toHaveBeenCalledWith(ringing.id, "hangup");
    expect(second.track.stop).toHaveBeenCalled();
  });

  test("a call that never came up says so, whether it ends by itself or by hand", async () => {
    for (const patience of [GIVE_UP_MS, DOUBT_MS]) {
      const { client, commands, ring, state } = clientWorld("callee", { connection: "connected" });
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
    const { client, commands, ring, track } = clientWorld("callee");
    ring();
    await client.accept();
    await settle();
    commands.leave.mockReturnValueOnce(new Promise(() => {}));
    client.leave();
    expect(track.stop).toHaveBeenCalledTimes(1);
  });

  test("that loses against an answer hangs up instead", async () => {
    const { client, commands, state } = clientWorld("caller");
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

describe("the microphones of a call", () => {
  const signal = (data: object) => ({ call_id: ringing.id, signal: { generation: 0, data: { ...data } } });

  test("each side hears of the other's mute, and no peer is bothered with it", async () => {
    const { client, commands, hear, media, ring, state } = clientWorld("callee");
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
    const { client, commands, open, ring, state, track } = clientWorld("callee");
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

  test("one that cannot be had once the call is answered ends it as failed, and the other side is told first", async () => {
    const { client, commands, open, ring, state } = clientWorld("callee");
    ring();
    open.mockRejectedValueOnce(new MicrophoneError("busy"));
    commands.leave.mockResolvedValueOnce(ended("failed"));
    await client.accept();
    await settle();
    expect(commands.leave.mock.calls).toEqual([[ringing.id, "fail"]]);
    const told = { generation: 0, data: { type: "microphone_failed" } };
    expect(commands.signal.mock.calls).toEqual([[ringing.id, told]]);
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "microphone", problem: "busy" } });
  });

  test("one that dies while it rings takes the call back and says why", async () => {
    const { client, commands, open, state, track } = clientWorld("caller");
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
