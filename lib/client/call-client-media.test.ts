import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PATIENCE_MS, SETTLE_MS } from "./call-client-media-times";
import { recall, remember } from "./call-client-memory";
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

describe("the caller's side", () => {
  test("has its offer ready while it rings, and lets it go at the moment of acceptance", () => {
    const { media, sessions, sent, newest } = mediaWorld("caller");
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
    const { media, sessions, newest, onMedia } = mediaWorld("caller");
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
    const { media, sessions, newest } = mediaWorld("caller");
    media.follow(outgoing);
    media.follow(active);
    newest().options.onPath("interrupted");
    media.take(call.id, { generation: 2, restart: true });
    expect(sessions).toHaveLength(2);
  });

  test("ignores what an older peer says, and answers of older generations", () => {
    const { media, sessions, sent, newest, onMedia } = mediaWorld("caller");
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
    const { media, sessions, sent, newest } = mediaWorld("caller");
    media.follow(outgoing);
    newest().options.onClose();
    media.follow(active);
    expect(sessions).toHaveLength(2);
    newest().options.onSignal({ type: "offer" });
    expect(sent).toEqual([offer(2)]);
  });

  test("goes on with the next generation after its own reload", () => {
    remember(call.id, { generation: 3 });
    const { media, sent, newest } = mediaWorld("caller");
    media.follow(active);
    newest().options.onSignal({ type: "offer" });
    expect(sent).toEqual([offer(4)]);
  });
});

describe("the callee's side", () => {
  test("is ready before the server has confirmed, and takes the offer that came early", () => {
    const { media, sessions, newest } = mediaWorld("callee");
    media.follow(answering);
    media.take(call.id, offer(1));
    expect(newest().taken).toEqual([]);
    media.follow(active);
    expect(newest().taken).toEqual([{ type: "offer" }]);
    expect(newest().options.initiator).toBe(false);
    expect(sessions).toHaveLength(1);
  });

  test("follows the caller to a newer generation and never back", () => {
    const { media, sessions, newest } = mediaWorld("callee");
    media.follow(answering);
    media.follow(active);
    media.take(call.id, offer(1));
    media.take(call.id, offer(2));
    expect(sessions).toHaveLength(2);
    expect(newest().taken).toEqual([{ type: "offer" }]);
    media.take(call.id, offer(1));
    expect(sessions).toHaveLength(2);
    expect(newest().taken).toEqual([{ type: "offer" }]);
  });

  test("takes a newer offer with the peer that still waits for one, and answers by that number", () => {
    const { media, sessions, sent, newest } = mediaWorld("callee");
    media.follow(answering);
    media.follow(active);
    media.take(call.id, offer(2));
    expect(sessions).toHaveLength(1);
    expect(newest().taken).toEqual([{ type: "offer" }]);
    newest().options.onSignal({ type: "answer" });
    expect(sent).toEqual([{ generation: 2, data: { type: "answer" } }]);
    expect(recall(call.id).generation).toBe(2);
    media.take(call.id, offer(1));
    expect(newest().taken).toHaveLength(1);
  });

  test("asks for a new offer after its own reload", () => {
    remember(call.id, { generation: 2 });
    const { media, sent } = mediaWorld("callee");
    media.follow(active);
    expect(sent).toEqual([{ generation: 3, restart: true }]);
  });

  test("asks for a new offer when its peer closes, unless the caller's comes first", () => {
    const { media, sent, newest } = mediaWorld("callee");
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
    const { media, sessions } = mediaWorld("callee");
    media.follow(answering);
    media.follow(active);
    media.take(call.id, { generation: 9, restart: true });
    expect(sessions).toHaveLength(1);
  });
});

describe("both sides", () => {
  test("give every new peer the microphone that is open", () => {
    const { media, newest } = mediaWorld("callee");
    const track = { kind: "audio" } as MediaStreamTrack;
    media.follow(answering);
    media.setMicrophone(track);
    expect(newest().microphone).toBe(track);
    media.follow(active);
    media.take(call.id, offer(2));
    expect(newest().microphone).toBe(track);
  });

  test("seek a new path on another network, and on a new socket only if nothing is heard", () => {
    const { media, sessions, newest } = mediaWorld("caller");
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
      const { media, sent, newest, sessions, onMedia } = mediaWorld("caller");
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
    const { media, newest } = mediaWorld("caller");
    media.follow(outgoing);
    media.follow(active);
    newest().options.onPath("interrupted");
    expect(await media.stats()).toEqual([{ type: "of", session: newest().options }]);
    media.follow({ phase: "idle", over: null });
    expect(await media.stats()).toEqual([]);
  });

  test("begin anew when the two had rung each other and the other's call is the one", () => {
    const { media, sessions, sent, newest } = mediaWorld("callee");
    media.follow(starting);
    expect(newest().options.initiator).toBe(true);
    media.follow(active);
    expect(sessions[0]?.closed).toBe(true);
    expect(newest().options.initiator).toBe(false);
    expect(newest().answers).toBe(1);
    expect(sent).toEqual([]);
  });
});
