import { vi } from "vitest";
import { createCallMedia } from "@/lib/client/call-client-media";
import type { CallState } from "@/lib/client/call-client-state";
import type { PeerSessionOptions } from "@/lib/client/peer-session";
import type { Call, Signal } from "@/lib/contracts/calls";

const user = (id: number) => ({ id, name: `user ${id}`, username: `u${id}`, avatar: null });
export const call = { id: "call-1", caller: user(1), callee: user(2), conversation_id: 7 } as Call;
const live = { conversationId: 7, person: user(2), leaving: false, blame: null };
const voices = { trouble: null, otherVoice: "on" as const };
export const outgoing = { phase: "outgoing", call, reached: false, over: null, ...live } satisfies CallState;
export const starting = { ...outgoing, call: null } satisfies CallState;
export const answering = { phase: "incoming", call, answering: true, ...live } satisfies CallState;
export const active = {
  phase: "active",
  call,
  media: "connecting",
  muted: false,
  since: 0,
  ...live,
  ...voices,
} satisfies CallState;

/** Says what it was told. */
export class FakeSession {
  taken: unknown[] = [];
  speaks = 0;
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
  speak() {
    this.speaks += 1;
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

/** The peers of a call, on one of its sides. */
export function mediaWorld(role: "caller" | "callee") {
  const sessions: FakeSession[] = [];
  const sent: Signal[] = [];
  const onMedia = vi.fn();
  const play = vi.fn();
  const prepare = vi.fn();
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
    createAudio: () => ({ play, prepare, setSpeaker: () => {}, level: () => 0.5, close: () => {} }),
  });
  const newest = () => {
    const session = sessions.at(-1);
    if (!session) throw new Error("no peer yet");
    return session;
  };
  return { media, sessions, sent, onMedia, play, prepare, newest };
}

export const offer = (generation: number): Signal => ({ generation, data: { type: "offer" } });

/** For `beforeEach`: time stands still until it is moved, and the tab has a memory of its own. */
export function beginTab(): void {
  vi.useFakeTimers();
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
}

/** For `afterEach`. */
export function endTab(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
}
