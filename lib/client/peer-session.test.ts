import { EventEmitter } from "node:events";
import type { Instance, Options } from "simple-peer";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createPeerSession, HEAL_WITHIN_MS, type PeerSessionOptions } from "./peer-session";

class FakePeer extends EventEmitter {
  signals: unknown[] = [];
  tracks: unknown[] = [];
  destroyed = 0;
  packets = 0;
  signal(data: string) {
    if (this.destroyed) throw new Error("destroyed");
    this.signals.push(JSON.parse(data));
  }
  replaceTrack(_old: unknown, track: unknown) {
    this.tracks.push(track);
  }
  getStats(answer: (error: null, reports: object[]) => void) {
    answer(null, [{ type: "inbound-rtp", packetsReceived: this.packets }]);
  }
  destroy() {
    this.destroyed += 1;
    this.emit("close");
  }
}

const placeholder = { stop: vi.fn() };
const microphone = { kind: "audio" } as MediaStreamTrack;

function setUp(given: Partial<PeerSessionOptions> = {}) {
  const peer = new FakePeer();
  const made: Options[] = [];
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const told = { onSignal: vi.fn(), onStream: vi.fn(), onAudio: vi.fn(), onPath: vi.fn(), onClose: vi.fn() };
  const session = createPeerSession({
    initiator: false,
    iceServers: async () => ({ iceServers: [{ urls: ["stun:s"] }], iceTransportPolicy: "relay" }),
    microphone: null,
    ...told,
    createPeer: async (options) => {
      made.push(options);
      await arrived;
      return peer as unknown as Instance;
    },
    createPlaceholder: () => ({ getAudioTracks: () => [placeholder] }) as unknown as MediaStream,
    ...given,
  });
  const loaded = async () => {
    arrive();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { peer, made, session, told, loaded };
}

beforeEach(() => {
  vi.useFakeTimers();
  placeholder.stop.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a peer session", () => {
  test("asks only the servers it was given, and trickles", async () => {
    const { made, loaded } = setUp({ initiator: true });
    await loaded();
    expect(made).toMatchObject([
      { initiator: true, trickle: true, config: { iceServers: [{ urls: ["stun:s"] }], iceTransportPolicy: "relay" } },
    ]);
  });

  test("keeps signals that come before simple-peer is there, in their order", async () => {
    const { peer, session, loaded } = setUp();
    session.accept({ type: "offer" });
    session.accept({ type: "candidate", n: 1 });
    await loaded();
    session.accept({ type: "candidate", n: 2 });
    expect(peer.signals).toEqual([{ type: "offer" }, { type: "candidate", n: 1 }, { type: "candidate", n: 2 }]);
  });

  test("takes the placeholder out at once, so nothing is sent before there is a microphone", async () => {
    const { peer, session, loaded } = setUp();
    await loaded();
    expect(peer.tracks).toEqual([null]);
    session.setMicrophone(microphone);
    session.setMicrophone(microphone);
    expect(peer.tracks).toEqual([null, microphone]);
  });

  test("sends the microphone that came while it was loading", async () => {
    const { peer, session, loaded } = setUp();
    session.setMicrophone(microphone);
    await loaded();
    expect(peer.tracks).toEqual([microphone]);
  });

  test("tells what it counts, which is nothing before there is a peer and after the end", async () => {
    const { peer, session, loaded } = setUp();
    expect(await session.stats()).toEqual([]);
    await loaded();
    peer.packets = 5;
    expect(await session.stats()).toEqual([{ type: "inbound-rtp", packetsReceived: 5 }]);
    session.close();
    expect(await session.stats()).toEqual([]);
  });

  test("closed while simple-peer loads: the peer is destroyed unused and nobody is told", async () => {
    const { peer, made, session, told, loaded } = setUp();
    await vi.advanceTimersByTimeAsync(0);
    expect(made).toHaveLength(1);
    session.close();
    await loaded();
    expect(peer.destroyed).toBe(1);
    expect(peer.tracks).toEqual([]);
    expect(told.onClose).not.toHaveBeenCalled();
  });

  test("closed while the servers are asked for: no peer is made at all", async () => {
    const { made, session, loaded } = setUp();
    session.close();
    await loaded();
    expect(made).toEqual([]);
  });

  test("closes once, however often it is told to, and then is deaf and mute", async () => {
    const { peer, session, told, loaded } = setUp();
    await loaded();
    session.close();
    session.close();
    session.accept({ type: "offer" });
    session.setMicrophone(microphone);
    peer.emit("signal", { type: "answer" });
    peer.emit("iceStateChange", "connected");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(peer.destroyed).toBe(1);
    expect(peer.signals).toEqual([]);
    expect(peer.tracks).toEqual([null]);
    for (const listener of Object.values(told)) expect(listener).not.toHaveBeenCalled();
    expect(placeholder.stop).toHaveBeenCalledTimes(1);
  });

  test("says so once when the peer closes by itself", async () => {
    const { peer, told, loaded } = setUp();
    await loaded();
    peer.emit("error", new Error("Ice connection failed."));
    peer.destroy();
    peer.emit("close");
    expect(told.onClose).toHaveBeenCalledTimes(1);
  });

  test("counts as closed when simple-peer cannot be loaded or a signal breaks it", async () => {
    const failing = setUp({ createPeer: () => Promise.reject(new Error("offline")) });
    await vi.advanceTimersByTimeAsync(0);
    expect(failing.told.onClose).toHaveBeenCalledTimes(1);

    const broken = setUp();
    await broken.loaded();
    broken.peer.destroyed = 1;
    broken.session.accept({ type: "offer" });
    expect(broken.told.onClose).toHaveBeenCalledTimes(1);
  });

  test("made ready while it rings sends no voice and looks for none until it is answered", async () => {
    const onReady = vi.fn();
    const { peer, session, told, loaded } = setUp({ ringing: true, microphone, onReady });
    const asked = vi.spyOn(peer, "getStats");
    await loaded();
    session.setMicrophone(null);
    session.setMicrophone(microphone);
    peer.emit("iceStateChange", "connected");
    peer.packets = 1;
    await vi.advanceTimersByTimeAsync(1000);
    expect(onReady).toHaveBeenCalledTimes(1);
    expect(peer.tracks).toEqual([null]);
    expect(asked).not.toHaveBeenCalled();
    expect(told.onAudio).not.toHaveBeenCalled();
    session.speak();
    expect(peer.tracks).toEqual([null, microphone]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).not.toHaveBeenCalled();
    session.answered();
    expect(peer.tracks).toEqual([null, microphone]);
    await vi.advanceTimersByTimeAsync(0);
    expect(told.onAudio).toHaveBeenCalledTimes(1);
  });

  test("answered while simple-peer loads sends the microphone as soon as it may", async () => {
    const { peer, session, loaded } = setUp({ ringing: true, microphone });
    session.answered();
    await loaded();
    expect(peer.tracks).toEqual([microphone]);
  });

  test("is up at the first packet, not at the connection", async () => {
    const { peer, told, loaded } = setUp();
    await loaded();
    peer.emit("iceStateChange", "connected");
    peer.emit("iceStateChange", "completed");
    await vi.advanceTimersByTimeAsync(500);
    expect(told.onAudio).not.toHaveBeenCalled();
    peer.packets = 1;
    await vi.advanceTimersByTimeAsync(100);
    expect(told.onAudio).toHaveBeenCalledTimes(1);
  });

  test("lets a short disconnection heal, and tells of a longer one", async () => {
    const { peer, told, loaded } = setUp();
    await loaded();
    peer.emit("iceStateChange", "disconnected");
    await vi.advanceTimersByTimeAsync(HEAL_WITHIN_MS - 1);
    peer.emit("iceStateChange", "connected");
    await vi.advanceTimersByTimeAsync(HEAL_WITHIN_MS);
    expect(told.onPath).not.toHaveBeenCalled();
    peer.emit("iceStateChange", "disconnected");
    await vi.advanceTimersByTimeAsync(HEAL_WITHIN_MS);
    expect(told.onPath.mock.calls).toEqual([["interrupted"]]);
    peer.emit("iceStateChange", "connected");
    expect(told.onPath.mock.calls).toEqual([["interrupted"], ["connected"]]);
  });
});
