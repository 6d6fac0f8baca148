import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Call, Signal } from "@/lib/contracts/calls";
import { createCallMedia, PATIENCE_MS, SETTLE_MS } from "./call-client-media";
import { recall, remember } from "./call-client-memory";
import type { CallState } from "./call-client-state";
import type { PeerSessionOptions } from "./peer-session";

const user = (id: number) => ({ id, name: `user ${id}`, username: `u${id}`, avatar: null });
const call = { id: "call-1", caller: user(1), callee: user(2), conversation_id: 7 } as Call;
const live = { conversationId: 7, person: user(2), leaving: false, blame: null };
const voices = { trouble: null, otherVoice: "on" as const };
const outgoing: CallState = { phase: "outgoing", call, reached: false, over: null, ...live };
const starting: CallState = { ...outgoing, call: null };
const answering: CallState = { phase: "incoming", call, answering: true, ...live };
const active: CallState = { phase: "active", call, media: "connecting", muted: false, since: 0, ...live, ...voices };

class FakeSession {
  taken: unknown[] = [];
  answers = 0;
  closed = false;
  microphone: unknown;
  readonly options: PeerSessionOptions;
  constructor(options: PeerSessionOptions) {
    this.options = options;
    this.microphone = options.microphone;
  }
  accept(data: unknown) {
    this.taken.push(data);
  }
  answered() {
    this.answers += 1;
  }
  setMicrophone(track: unknown) {
    this.microphone = track;
  }
  async stats() {
    return [{ type: "of", session: this.options }];
  }
  close() {
    this.closed = true;
  }
}

function setUp(role: "caller" | "callee") {
  const sessions: FakeSession[] = [];
  const sent: Signal[] = [];
  const onMedia = vi.fn();
  const play = vi.fn();
  const media = createCallMedia({
    isCaller: () => role === "caller",
    iceServers: async () => ({}),
    send: (_call, signal) => void sent.push(signal),
    onMedia,
    onBlocked: () => {},
    createSession(options) {
      const session = new FakeSession(options);
      sessions.push(session);
      return session;
    },
    createAudio: () => ({ play, setSpeaker: () => {}, level: () => 0.5, close: () => {} }),
  });
  const newest = () => {
    const session = sessions.at(-1);
    if (!session) throw new Error("no peer yet");
    return session;
  };
  return { media, sessions, sent, onMedia, play, newest };
}

const offer = (generation: number): Signal => ({ generation, data: { type: "offer" } });

beforeEach(() => {
  vi.useFakeTimers();
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the caller's side", () => {
  test("has its offer ready while it rings, and lets it go at the moment of acceptance", () => {
    const { media, sessions, sent, newest } = setUp("caller");
    media.follow(starting);
    newest().options.onSignal({ type: "offer" });
    media.follow(outgoing);
    newest().options.onSignal({ type: "candidate" });
    expect(sent).toEqual([]);
    media.follow(active);
    media.follow({ ...active, muted: true });
    expect(sent).toEqual([offer(1), { generation: 1, data: { type: "candidate" } }]);
    expect(sessions).toHaveLength(1);
    expect(newest().options.initiator).toBe(true);
  });

  test("offers a new generation when the other side asks, when the path is interrupted, and when nothing comes up", () => {
    const { media, sessions, newest, onMedia } = setUp("caller");
    media.follow(outgoing);
    media.follow(active);
    vi.advanceTimersByTime(5000);
    media.take(call.id, { generation: 2, restart: true });
    expect(sessions).toHaveLength(2);
    expect(sessions[0]?.closed).toBe(true);
    newest().options.onAudio();
    newest().options.onPath("interrupted");
    expect(sessions).toHaveLength(3);
    expect(onMedia).toHaveBeenLastCalledWith("interrupted");
    vi.advanceTimersByTime(PATIENCE_MS);
    expect(sessions).toHaveLength(4);
    newest().options.onAudio();
    vi.advanceTimersByTime(PATIENCE_MS * 3);
    expect(sessions).toHaveLength(4);
    expect(recall(call.id).generation).toBe(4);
  });

  test("does not make two peers when both sides notice the same break", () => {
    const { media, sessions, newest } = setUp("caller");
    media.follow(outgoing);
    media.follow(active);
    newest().options.onPath("interrupted");
    media.take(call.id, { generation: 2, restart: true });
    expect(sessions).toHaveLength(2);
  });

  test("ignores what an older peer says, and answers of older generations", () => {
    const { media, sessions, sent, newest, onMedia } = setUp("caller");
    media.follow(outgoing);
    media.follow(active);
    newest().options.onPath("interrupted");
    onMedia.mockClear();
    sessions[0]?.options.onSignal({ type: "candidate" });
    sessions[0]?.options.onAudio();
    sessions[0]?.options.onClose();
    media.take(call.id, { generation: 1, data: { type: "answer" } });
    media.take("another call", { generation: 2, data: { type: "answer" } });
    expect(sent).toEqual([]);
    expect(onMedia).not.toHaveBeenCalled();
    expect(newest().taken).toEqual([]);
    media.take(call.id, { generation: 2, data: { type: "answer" } });
    expect(newest().taken).toEqual([{ type: "answer" }]);
  });

  test("makes another peer at acceptance when the one made ready has broken meanwhile", () => {
    const { media, sessions, sent, newest } = setUp("caller");
    media.follow(outgoing);
    newest().options.onClose();
    media.follow(active);
    expect(sessions).toHaveLength(2);
    newest().options.onSignal({ type: "offer" });
    expect(sent).toEqual([offer(2)]);
  });

  test("goes on with the next generation after its own reload", () => {
    remember(call.id, { generation: 3 });
    const { media, sent, newest } = setUp("caller");
    media.follow(active);
    newest().options.onSignal({ type: "offer" });
    expect(sent).toEqual([offer(4)]);
  });
});

describe("the callee's side", () => {
  test("is ready before the server has confirmed, and takes the offer that came early", () => {
    const { media, sessions, newest } = setUp("callee");
    media.follow(answering);
    media.take(call.id, offer(1));
    expect(newest().taken).toEqual([]);
    media.follow(active);
    expect(newest().taken).toEqual([{ type: "offer" }]);
    expect(newest().options.initiator).toBe(false);
    expect(sessions).toHaveLength(1);
  });

  test("follows the caller to a newer generation and never back", () => {
    const { media, sessions, newest } = setUp("callee");
    media.follow(answering);
    media.follow(active);
    media.take(call.id, offer(2));
    expect(sessions).toHaveLength(2);
    expect(newest().taken).toEqual([{ type: "offer" }]);
    media.take(call.id, offer(1));
    expect(sessions).toHaveLength(2);
    expect(newest().taken).toEqual([{ type: "offer" }]);
  });

  test("asks for a new offer after its own reload", () => {
    remember(call.id, { generation: 2 });
    const { media, sent } = setUp("callee");
    media.follow(active);
    expect(sent).toEqual([{ generation: 3, restart: true }]);
  });

  test("asks for a new offer when its peer closes, unless the caller's comes first", () => {
    const { media, sent, newest } = setUp("callee");
    media.follow(answering);
    media.follow(active);
    newest().options.onClose();
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(SETTLE_MS);
    expect(sent).toEqual([{ generation: 2, restart: true }]);
    media.take(call.id, offer(2));
    newest().options.onClose();
    media.take(call.id, offer(3));
    vi.advanceTimersByTime(SETTLE_MS);
    expect(sent).toHaveLength(1);
  });

  test("never makes offers for who asks it to", () => {
    const { media, sessions } = setUp("callee");
    media.follow(answering);
    media.follow(active);
    media.take(call.id, { generation: 9, restart: true });
    expect(sessions).toHaveLength(1);
  });
});

describe("while it rings", () => {
  const incoming: CallState = { ...answering, answering: false };
  const ringing = { ...call, callee_device_id: null } as Call;
  const from = (device: string): CallState => ({ ...active, call: { ...call, callee_device_id: device } });
  const calling: CallState = { ...outgoing, call: ringing };
  const answer = (generation: number): Signal => ({ generation, data: { type: "answer" } });

  function caller() {
    const all = setUp("caller");
    all.media.follow(calling);
    all.newest().options.onSignal({ type: "offer", sdp: "v=0\r\n" });
    return all;
  }
  /** the caller's side, connected to the callee's first tab */
  function warmCaller() {
    const all = caller();
    all.media.prepare(call.id, "tab-1");
    all.media.take(call.id, answer(1));
    all.newest().options.onReady?.();
    return all;
  }
  function warmCallee() {
    const all = setUp("callee");
    all.media.follow(incoming);
    all.media.prepare(call.id, "tab-1");
    all.media.follow(incoming);
    return all;
  }

  test("the caller's offer goes out when a device is warm, before there is an answer, and its peer stays silent", () => {
    const { sent, newest, media, sessions } = warmCaller();
    expect(sent).toEqual([{ generation: 1, data: { type: "offer", sdp: "v=0\r\n" } }]);
    newest().options.onSignal({ type: "candidate" });
    expect(sent).toHaveLength(2);
    expect(newest().taken).toEqual([{ type: "answer" }]);
    expect(newest().options.ringing).toBe(true);
    media.setMicrophone({ kind: "audio" } as MediaStreamTrack);
    expect(newest().answers).toBe(0);
    expect(sessions).toHaveLength(1);
  });

  test("a device that is warm before the caller knows the call is offered to as soon as it does", () => {
    const { media, sent, newest } = setUp("caller");
    media.follow(starting);
    newest().options.onSignal({ type: "offer" });
    media.prepare(call.id, "tab-1");
    expect(sent).toEqual([]);
    media.follow(calling);
    expect(sent).toEqual([offer(1)]);
  });

  test("the callee's sounding tab answers at once, silent, and plays nothing", () => {
    const { media, sent, newest, play } = warmCallee();
    expect(newest().options).toMatchObject({ initiator: false, ringing: true, microphone: null });
    media.take(call.id, offer(1));
    expect(newest().taken).toEqual([{ type: "offer" }]);
    newest().options.onSignal({ type: "answer" });
    newest().options.onStream({} as MediaStream);
    newest().options.onReady?.();
    expect(sent).toEqual([answer(1)]);
    expect(play).not.toHaveBeenCalled();
    expect(newest().answers).toBe(0);
  });

  test("answered by the warm device the caller keeps the peer, which only then may be heard", () => {
    const { media, sessions, sent, newest } = warmCaller();
    sent.length = 0;
    media.follow(from("tab-1"));
    expect(sessions).toHaveLength(1);
    expect(newest().answers).toBe(1);
    expect(sent).toEqual([]);
  });

  test("the callee who answers here keeps the peer, and is heard and hears once the server has confirmed", () => {
    const { media, sessions, sent, newest, play } = warmCallee();
    media.take(call.id, offer(1));
    const stream = {} as MediaStream;
    newest().options.onStream(stream);
    media.follow(answering);
    expect(newest().answers).toBe(0);
    expect(play).not.toHaveBeenCalled();
    media.follow(from("tab-1"));
    expect(newest().answers).toBe(1);
    expect(play.mock.calls).toEqual([[stream]]);
    expect(sessions).toHaveLength(1);
    expect(sent).toEqual([]);
  });

  test("answered by another device the caller never speaks to the warm one, and offers the next generation", () => {
    const { media, sessions, sent, newest } = warmCaller();
    media.setMicrophone({ kind: "audio" } as MediaStreamTrack);
    sent.length = 0;
    media.follow(from("phone"));
    expect(sessions).toHaveLength(2);
    expect(sessions[0]).toMatchObject({ closed: true, answers: 0 });
    newest().options.onSignal({ type: "offer" });
    expect(sent).toEqual([offer(2)]);
    expect(newest().options.ringing).toBe(false);
  });

  test("a tab that answers cold drops its own first peer for the caller's next generation", () => {
    const { media, sessions, newest } = setUp("callee");
    media.follow(incoming);
    media.follow(answering);
    media.take(call.id, { generation: 1, data: { candidate: "of the warm tab's peer" } });
    media.take(call.id, offer(2));
    media.follow(from("phone"));
    expect(sessions).toHaveLength(2);
    expect(newest().taken).toEqual([{ type: "offer" }]);
  });

  test("whose signals were lost is not waited for: a new generation is offered at the answer", () => {
    const { media, sessions } = caller();
    media.prepare(call.id, "tab-1");
    vi.advanceTimersByTime(10_000);
    media.follow(from("tab-1"));
    expect(sessions).toHaveLength(2);
  });

  test("answered while the path is still coming up keeps the peers", () => {
    const { media, sessions, newest } = caller();
    media.prepare(call.id, "tab-1");
    vi.advanceTimersByTime(200);
    media.follow(from("tab-1"));
    expect(sessions).toHaveLength(1);
    expect(newest().answers).toBe(1);
  });

  test("the sounding tab closed: nothing is sent to it, and the one that answers is offered anew", () => {
    const { media, sessions, sent, newest } = warmCaller();
    newest().options.onClose();
    sent.length = 0;
    media.follow(from("tab-2"));
    expect(sessions).toHaveLength(2);
    newest().options.onSignal({ type: "offer" });
    expect(sent).toEqual([offer(2)]);
  });

  test("the sounding tab loaded anew is offered the next generation, which it is ready for", () => {
    const one = warmCaller();
    one.sent.length = 0;
    one.media.prepare(call.id, "tab-1");
    one.newest().options.onSignal({ type: "offer" });
    expect(one.sent).toEqual([offer(2)]);
    one.media.follow(from("tab-1"));
    remember(call.id, { generation: 1 });
    const two = warmCallee();
    two.media.take(call.id, offer(2));
    two.media.follow(from("tab-1"));
    for (const { sessions } of [one, two]) expect(sessions.at(-1)?.closed).toBe(false);
    expect(two.sessions).toHaveLength(1);
    expect(two.sent).toEqual([]);
  });

  test("loaded anew and answered before the offer came, the callee asks for it", () => {
    remember(call.id, { generation: 1 });
    const { media, sent } = setUp("callee");
    media.follow(answering);
    media.follow(from("tab-1"));
    expect(sent).toEqual([{ generation: 2, restart: true }]);
  });

  test("a new socket seeks a path only if none stands, as after a restart of the server", () => {
    const lost = caller();
    lost.media.revive(false);
    expect(lost.sessions).toHaveLength(1);
    lost.media.prepare(call.id, "tab-1");
    lost.media.revive(false);
    expect(lost.sessions).toHaveLength(2);
    expect(lost.newest().options.ringing).toBe(true);
    const standing = warmCaller();
    standing.media.revive(false);
    expect(standing.sessions).toHaveLength(1);
  });

  test("a callee's new socket asks for a new offer if no path stands", () => {
    const { media, sent, newest } = warmCallee();
    newest().options.onReady?.();
    media.revive(false);
    expect(sent).toEqual([]);
    newest().options.onClose();
    media.revive(false);
    expect(sent).toEqual([{ generation: 2, restart: true }]);
  });

  test("a path that breaks is sought again without a word on the screen", () => {
    const { sessions, newest, onMedia } = warmCaller();
    newest().options.onPath("interrupted");
    expect(sessions).toHaveLength(2);
    expect(onMedia).not.toHaveBeenCalled();
  });

  test.each(["cancelled", "rejected"])("%s, the peers are gone and stay so", () => {
    for (const { media, sessions, newest, sent } of [warmCaller(), warmCallee()]) {
      sent.length = 0;
      media.follow({ phase: "idle", over: call.id });
      expect(newest().closed).toBe(true);
      media.take(call.id, answer(1));
      media.take(call.id, { generation: 5, restart: true });
      media.revive(true);
      newest().options.onSignal({ type: "candidate" });
      expect(sessions).toHaveLength(1);
      expect(sent).toEqual([]);
    }
  });

  test("a younger ring in its place begins cold", () => {
    const { media, sessions, newest } = warmCallee();
    const younger = { ...ringing, id: "call-2" };
    media.follow({ ...incoming, call: younger });
    expect(newest().closed).toBe(true);
    media.take(call.id, offer(1));
    media.take("call-2", offer(1));
    expect(sessions).toHaveLength(1);
    media.prepare("call-2", "tab-1");
    media.follow({ ...incoming, call: younger });
    media.take("call-2", offer(1));
    expect(newest().taken).toEqual([{ type: "offer" }]);
  });
});

describe("both sides", () => {
  test("give every new peer the microphone that is open", () => {
    const { media, newest } = setUp("callee");
    const track = { kind: "audio" } as MediaStreamTrack;
    media.follow(answering);
    media.setMicrophone(track);
    expect(newest().microphone).toBe(track);
    media.follow(active);
    media.take(call.id, offer(2));
    expect(newest().microphone).toBe(track);
  });

  test("seek a new path on another network, and on a new socket only if nothing is heard", () => {
    const { media, sessions, newest } = setUp("caller");
    media.follow(outgoing);
    media.revive(true);
    expect(sessions).toHaveLength(1);
    media.follow(active);
    newest().options.onAudio();
    media.revive(false);
    expect(sessions).toHaveLength(1);
    media.revive(true);
    expect(sessions).toHaveLength(2);
    media.revive(false);
    expect(sessions).toHaveLength(3);
  });

  test.each([{ phase: "idle", over: null } satisfies CallState, { ...active, leaving: true } satisfies CallState])(
    "fall silent at once when it is over ($phase)",
    (over) => {
      const { media, sent, newest, sessions, onMedia } = setUp("caller");
      media.follow(outgoing);
      media.follow(active);
      newest().options.onAudio();
      onMedia.mockClear();
      media.follow(over);
      expect(newest().closed).toBe(true);
      newest().options.onSignal({ type: "candidate" });
      newest().options.onClose();
      media.take(call.id, { generation: 5, restart: true });
      vi.advanceTimersByTime(PATIENCE_MS * 2);
      expect(sent).toEqual([]);
      expect(sessions).toHaveLength(1);
      expect(onMedia).not.toHaveBeenCalled();
      expect(media.level()).toBe(0);
    },
  );

  test("count in the newest of them, and nothing once it is over", async () => {
    const { media, newest } = setUp("caller");
    media.follow(outgoing);
    media.follow(active);
    newest().options.onPath("interrupted");
    expect(await media.stats()).toEqual([{ type: "of", session: newest().options }]);
    media.follow({ phase: "idle", over: null });
    expect(await media.stats()).toEqual([]);
  });

  test("begin anew when the two had rung each other and the other's call is the one", () => {
    const { media, sessions, sent, newest } = setUp("callee");
    media.follow(starting);
    expect(newest().options.initiator).toBe(true);
    media.follow(active);
    expect(sessions[0]?.closed).toBe(true);
    expect(newest().options.initiator).toBe(false);
    expect(newest().answers).toBe(1);
    expect(sent).toEqual([]);
  });
});
