import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Call } from "@/lib/contracts/calls";
import { ApiError } from "./api";
import { MicrophoneError } from "./microphone";
import {
  accepted,
  beginBrowser,
  clientWorld,
  endBrowser,
  ended,
  now,
  ringing,
  sara,
  settle,
  unreachable,
} from "./testing/client-world";

beforeEach(beginBrowser);
afterEach(endBrowser);

describe("calling", () => {
  test("opens the microphone while the server is asked, and keeps it until the end", async () => {
    const { client, commands, open, track, media, state, hear } = clientWorld("caller");
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
    const { client, media, hear } = clientWorld("caller");
    await client.start(7, sara);
    hear("call.reached", { call_id: ringing.id, warm: false, callee_device_id: null });
    expect(media.prepare).not.toHaveBeenCalled();
    hear("call.reached", { call_id: ringing.id, warm: true, callee_device_id: "tab-sara" });
    expect(media.prepare.mock.calls).toEqual([[ringing.id, "tab-sara", true]]);
  });

  test("that the server refuses ends with its sentence", async () => {
    const { client, commands, state } = clientWorld("caller");
    commands.start.mockRejectedValueOnce(new ApiError("forbidden", "not friends"));
    await client.start(7, sara);
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "refused", message: "not friends" } });
  });

  test("whose answer is lost is found by asking what is true", async () => {
    const { client, commands, state } = clientWorld("caller");
    commands.start.mockRejectedValueOnce(unreachable);
    commands.current.mockResolvedValueOnce(now(ringing));
    await client.start(7, sara);
    expect(state()).toMatchObject({ phase: "outgoing", call: ringing });
  });

  test("does not ring anybody when the microphone is known to be forbidden, nor open it", async () => {
    const { client, commands, known, open, state } = clientWorld("caller");
    known.mockReturnValue("denied");
    await client.start(7, sara);
    await settle();
    expect(commands.start).not.toHaveBeenCalled();
    expect(open).not.toHaveBeenCalled();
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "microphone", problem: "denied" } });
  });

  test("is taken back when the microphone is refused while it rings, and says why", async () => {
    const { client, commands, open, state } = clientWorld("caller");
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
    const { client, commands, state } = clientWorld("caller");
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
    const { commands, open, ring } = clientWorld("callee");
    ring();
    ring();
    await settle();
    expect(commands.reached.mock.calls).toEqual([[ringing.id, false]]);
    expect(open).not.toHaveBeenCalled();
  });

  test("prepares the connection once where the ring is heard, without a microphone, and not once answered", async () => {
    const { client, commands, media, open, ring, state } = clientWorld("callee");
    client.sounding();
    expect(media.prepare).not.toHaveBeenCalled();
    ring();
    client.sounding();
    client.sounding();
    await settle();
    expect(commands.reached.mock.calls).toEqual([
      [ringing.id, false],
      [ringing.id, true, null],
    ]);
    expect(media.prepare.mock.calls).toEqual([[ringing.id, "tab-sara", true]]);
    expect(media.follow).toHaveBeenLastCalledWith(state());
    expect(open).not.toHaveBeenCalled();
    await client.accept();
    client.sounding();
    expect(media.prepare).toHaveBeenCalledTimes(1);
  });

  test("takes the place of the tab that was heard before", () => {
    for (const device of ["tab-sara-1", "tab-sara-2"]) {
      const { client, commands, ring } = clientWorld("callee", { device });
      ring();
      client.sounding();
      const before = device === "tab-sara-2" ? "tab-sara-1" : null;
      expect(commands.reached).toHaveBeenLastCalledWith(ringing.id, true, before);
    }
  });

  test("does not prepare what is being answered, cold, or rejected", async () => {
    for (const act of ["accept", "leave"] as const) {
      const { client, commands, media, ring } = clientWorld("callee");
      ring();
      void client[act]();
      client.sounding();
      expect(media.prepare).not.toHaveBeenCalled();
      expect(commands.reached).toHaveBeenCalledTimes(1);
    }
  });

  test("opens the microphone in parallel with the answer", async () => {
    const { client, commands, open, ring, state } = clientWorld("callee");
    ring();
    void client.accept();
    void client.accept();
    expect(commands.accept).toHaveBeenCalledTimes(1);
    expect(open).toHaveBeenCalledTimes(1);
    await settle();
    expect(state()).toMatchObject({ phase: "active", call: accepted });
  });

  test("is talking once the other's voice comes and the microphone here is open, whichever is later", async () => {
    const { client, open, ring, tellMedia, track } = clientWorld("callee");
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
    const { client, commands, ring, state, track } = clientWorld("callee");
    ring();
    commands.accept.mockRejectedValueOnce(new ApiError("conflict", "over"));
    commands.get.mockResolvedValueOnce({ ...ended("cancelled") });
    await client.accept();
    await settle();
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "cancelled" } });
    expect(track.stop).toHaveBeenCalled();
  });

  test("the other side's microphone failed: said when the call ends", async () => {
    const { hear, media, state, client } = clientWorld("caller");
    await client.start(7, sara);
    hear("call.accepted", { call: accepted });
    hear("call.signal", { call_id: ringing.id, signal: { generation: 0, data: { type: "microphone_failed" } } });
    hear("call.ended", { call: ended("completed") });
    expect(state()).toMatchObject({ outcome: { kind: "other_microphone" } });
    expect(media.take).not.toHaveBeenCalled();
  });
});

test("a closed client lets go of everything and hears no more", async () => {
  const { client, hear, media, track, state, ring } = clientWorld("callee");
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
