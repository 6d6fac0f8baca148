import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CurrentCall } from "@/lib/contracts/calls";
import { ApiError } from "./api";
import { serverClock } from "./server-clock";
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

describe("after a gap", () => {
  test("a ring and a call come back, and what ended meanwhile ends with its reason", async () => {
    const { commands, connect, state } = clientWorld("callee");
    commands.current.mockResolvedValueOnce(now(ringing));
    await connect();
    expect(state()).toMatchObject({ phase: "incoming", call: ringing });
    commands.get.mockResolvedValueOnce(ended("missed"));
    await connect();
    expect(state()).toMatchObject({ phase: "ended", outcome: { kind: "missed" } });
  });

  test("a call the server knows no more is over; one that cannot be asked for stays", async () => {
    const { commands, connect, ring, state } = clientWorld("callee");
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

  test("a caller finds again that it rings, and the device that is warm", async () => {
    for (const [warm, prepared] of [
      ["tab-sara", [[ringing.id, "tab-sara", false]]],
      [null, []],
    ] as const) {
      const before = clientWorld("caller");
      await before.client.start(7, sara);
      before.hear("call.reached", { call_id: ringing.id, warm: false, callee_device_id: null });
      before.client.close();
      const { commands, connect, media, state } = clientWorld("caller");
      commands.current.mockResolvedValueOnce(now(ringing, warm));
      await connect();
      expect(state()).toMatchObject({ phase: "outgoing", call: ringing, reached: true });
      expect(media.prepare.mock.calls).toEqual(prepared);
    }
  });

  test("a callee is not prepared by the truth, but by the ring that is heard", async () => {
    const { commands, connect, media, state } = clientWorld("callee");
    commands.current.mockResolvedValueOnce(now(ringing, "tab-sara"));
    await connect();
    expect(state().phase).toBe("incoming");
    expect(media.prepare).not.toHaveBeenCalled();
  });

  test("an answer that the news has overtaken is asked for again", async () => {
    const { commands, connect, ring, state } = clientWorld("callee");
    let answer = (_: CurrentCall | null) => {};
    commands.current.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const asking = connect();
    ring();
    commands.current.mockResolvedValueOnce(now(ringing));
    answer(null);
    await asking;
    await settle();
    expect(commands.current).toHaveBeenCalledTimes(2);
    expect(state()).toMatchObject({ phase: "incoming", call: ringing });
  });

  test("a ring that is told after its answer elsewhere, or its end, is no ring", () => {
    for (const news of [{ ...accepted, callee_device_id: "other" }, ended("cancelled")]) {
      const { hear, ring, state } = clientWorld("callee");
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
    const before = clientWorld("callee");
    before.commands.accept.mockResolvedValueOnce({ ...accepted, accepted_at });
    before.ring();
    await before.client.accept();
    await settle();
    expect(before.state()).toMatchObject({ phase: "active", since: began });
    expect(before.state()).toMatchObject({ media: "connecting" });
    before.tellMedia("connected");
    before.client.toggleMute();
    expect(before.track.enabled).toBe(false);
    before.client.close();
    await vi.advanceTimersByTimeAsync(60_000);
    const after = clientWorld("callee");
    after.commands.current.mockResolvedValueOnce(now({ ...accepted, accepted_at }));
    await after.connect();
    expect(after.state()).toMatchObject({ phase: "active", media: "interrupted", muted: true, since: began });
    expect(after.track.enabled).toBe(false);
    after.client.toggleMute();
    expect(after.track.enabled).toBe(true);
  });
});

test("a call shows how it goes while it goes, and says so to the server when it is over", async () => {
  const { client, commands, hear, media, ring, tellMedia } = clientWorld("callee");
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
