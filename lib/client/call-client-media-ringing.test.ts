import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Call, Signal } from "@/lib/contracts/calls";
import { remember } from "./call-client-memory";
import type { CallState } from "./call-client-state";
import {
  active,
  answering,
  beginTab,
  call,
  endTab,
  mediaWorld,
  offer,
  outgoing,
  starting,
} from "./testing/media-world";

beforeEach(beginTab);
afterEach(endTab);

describe("while it rings", () => {
  const incoming: CallState = { ...answering, answering: false };
  const ringing = { ...call, callee_device_id: null } as Call;
  const from = (device: string): CallState => ({ ...active, call: { ...call, callee_device_id: device } });
  const calling: CallState = { ...outgoing, call: ringing };
  const answer = (generation: number): Signal => ({ generation, data: { type: "answer" } });
  const stream = {} as MediaStream;

  function caller() {
    const all = mediaWorld("caller");
    all.media.follow(calling);
    all.newest().options.onSignal({ type: "offer", sdp: "v=0\r\n" });
    return all;
  }
  /** the caller's side, connected to the callee's first tab */
  function warmCaller() {
    const all = caller();
    all.media.prepare(call.id, "tab-1", true);
    all.media.take(call.id, answer(1));
    all.newest().options.onReady?.();
    return all;
  }
  function warmCallee() {
    const all = mediaWorld("callee");
    all.media.follow(incoming);
    all.media.prepare(call.id, "tab-1", true);
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
    const { media, sent, newest } = mediaWorld("caller");
    media.follow(starting);
    newest().options.onSignal({ type: "offer" });
    media.prepare(call.id, "tab-1", true);
    expect(sent).toEqual([]);
    media.follow(calling);
    expect(sent).toEqual([offer(1)]);
  });

  test("the callee's sounding tab answers at once, silent, and plays nothing", () => {
    const { media, sent, newest, play, prepare } = warmCallee();
    expect(newest().options).toMatchObject({ initiator: false, ringing: true, microphone: null });
    media.take(call.id, offer(1));
    expect(newest().taken).toEqual([{ type: "offer" }]);
    newest().options.onSignal({ type: "answer" });
    newest().options.onStream(stream);
    newest().options.onReady?.();
    expect(sent).toEqual([answer(1)]);
    expect([play.mock.calls, prepare.mock.calls]).toEqual([[], [[stream]]]);
    expect(newest()).toMatchObject({ speaks: 0, answers: 0 });
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
    newest().options.onStream(stream);
    media.follow(answering);
    // Who has pressed Accept may be heard; what the other says waits for the server's word.
    expect(newest()).toMatchObject({ speaks: 1, answers: 0 });
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
    const { media, sessions, newest } = mediaWorld("callee");
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
    media.prepare(call.id, "tab-1", true);
    vi.advanceTimersByTime(10_000);
    media.follow(from("tab-1"));
    expect(sessions).toHaveLength(2);
  });

  test("answered while the path is still coming up keeps the peers", () => {
    const { media, sessions, newest } = caller();
    media.prepare(call.id, "tab-1", true);
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
    one.media.prepare(call.id, "tab-1", true);
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

  test("what stands for a device is not made again because the server names it again; another one's is made", () => {
    const { media, sessions } = warmCaller();
    media.prepare(call.id, "tab-1", false);
    expect(sessions).toHaveLength(1);
    media.prepare(call.id, "tab-2", false);
    expect(sessions).toHaveLength(2);
    media.follow(from("tab-2"));
    expect(sessions).toHaveLength(2);
  });

  test("loaded anew and answered before the offer came, the callee asks for it", () => {
    remember(call.id, { generation: 1 });
    const { media, sent } = mediaWorld("callee");
    media.follow(answering);
    media.follow(from("tab-1"));
    expect(sent).toEqual([{ generation: 2, restart: true }]);
  });

  test("a new socket seeks a path only if none stands, as after a restart of the server", () => {
    const lost = caller();
    lost.media.revive(false);
    expect(lost.sessions).toHaveLength(1);
    lost.media.prepare(call.id, "tab-1", true);
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
    media.prepare("call-2", "tab-1", true);
    media.follow({ ...incoming, call: younger });
    media.take("call-2", offer(1));
    expect(newest().taken).toEqual([{ type: "offer" }]);
  });
});
