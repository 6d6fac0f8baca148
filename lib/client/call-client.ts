import { createStore, type StoreApi } from "zustand/vanilla";
import type { Call } from "@/lib/contracts/calls";
import type { User } from "@/lib/contracts/users";
import { ApiError } from "./api";
import { takeBell } from "./call-client-bell";
import { type CallCommands, createCallCommands } from "./call-client-commands";
import { createFarewell } from "./call-client-farewell";
import { type CallMedia, type CallMediaOptions, createCallMedia } from "./call-client-media";
import { recall, remember } from "./call-client-memory";
import { acceptedAt, createNewsFilter } from "./call-client-news";
import { createOwnVoice, type OwnVoiceOptions } from "./call-client-own-voice";
import { watchPath } from "./call-client-path";
import { type CallQuality, watchQuality } from "./call-client-quality";
import {
  type CallFact,
  type CallState,
  idle,
  isCaller,
  isLive,
  liveCall,
  nextCallState,
  type Self,
  stayOf,
} from "./call-client-state";
import { microphoneFact } from "./call-client-telling";
import { knownProblem, openMicrophone, watchPermission } from "./microphone";
import type { Realtime } from "./realtime";

export interface CallClientOptions extends Pick<OwnVoiceOptions, "onDevice"> {
  self: Self;
  realtime: Realtime;
  commands?: CallCommands;
  createMedia?: (options: CallMediaOptions) => CallMedia;
  microphone?: { knownProblem: typeof knownProblem; open: typeof openMicrophone };
  /** told of the voice being silenced by the browser until a gesture */
  onBlocked?(blocked: boolean): void;
}

/** The call of this tab: what it is, and what the person can do about it. */
export interface CallClient {
  store: StoreApi<CallState>;
  /** how it goes, for the bars */
  quality: CallQuality["store"];
  /** Rings the other person of the conversation. */
  start(conversationId: number, person: User): Promise<void>;
  accept(): Promise<void>;
  /** The ring is heard in this tab: its connection may come up while it rings, silent until it is answered. */
  sounding(): void;
  /** Rejects, cancels or hangs up, whichever the moment asks for. */
  leave(): void;
  toggleMute(): void;
  dismiss(): void;
  /** whether both are heard: the other's voice comes, and the microphone here is open */
  talking(): boolean;
  /** loudness of the other's voice now, 0 to 1 */
  level(): number;
  /** loudness of what is said here, 0 to 1 */
  inputLevel(): number;
  close(): void;
}

/** Holds this tab's call for as long as the socket lives. All that begins or ends a call is the server's word. */
export function createCallClient(options: CallClientOptions): CallClient {
  const { self, realtime } = options;
  const commands = options.commands ?? createCallCommands(realtime, self.deviceId);
  const mic = options.microphone ?? { knownProblem, open: openMicrophone };
  const store = createStore<CallState>(() => idle);
  const media = (options.createMedia ?? createCallMedia)({
    isCaller: (call) => isCaller(call, self),
    iceServers: commands.iceServers,
    send: (call, signal) => commands.signal(call.id, signal),
    onMedia: (state) => dispatch({ type: "media", media: state }),
    onBlocked: (blocked) => options.onBlocked?.(blocked),
  });
  const quality = watchQuality(store, media, commands);
  const path = watchPath({ online: () => realtime.connection() === "connected", dispatch: (fact) => dispatch(fact) });
  /** counts the news, so that an answer to an older question is not believed */
  let news = 0;
  const isOld = createNewsFilter();
  let closed = false;
  let answering: Promise<unknown> = Promise.resolve();
  let reachedFor: string | null = null;
  let soundingFor: string | null = null;
  let dismissing: ReturnType<typeof setTimeout> | undefined;

  const dispatch = (fact: CallFact) => {
    const before = store.getState();
    const next = nextCallState(before, fact, self);
    if (closed || next === before) return;
    store.setState(next, true);
    follow(next);
  };
  const hear = (call: Call) => {
    news += 1;
    if (!isOld(call)) dispatch({ type: "snapshot", call, at: acceptedAt(call), ...recall(call.id) });
  };

  const voice = createOwnVoice({
    open: mic.open,
    media,
    state: store.getState,
    dispatch,
    send: (call, signal) => commands.signal(call.id, signal),
    onDevice: options.onDevice,
  });

  const leaveCall = createFarewell({
    ...{ self, commands, hear, dispatch },
    state: store.getState,
    answered: () => answering,
  });

  const follow = (state: CallState) => {
    clearTimeout(dismissing);
    const call = liveCall(state);
    if (state.phase === "incoming" || state.phase === "outgoing") commands.iceServers().catch(() => {}); // The peer asks again.
    if (state.phase === "incoming" && reachedFor !== state.call.id) {
      reachedFor = state.call.id;
      commands.reached(state.call.id, false);
    }
    if (state.phase === "outgoing" && state.call && state.reached) remember(state.call.id, { reached: true });
    if (state.phase === "active")
      remember(state.call.id, { muted: state.muted, connected: state.media !== "connecting" });
    voice.follow(state);
    media.follow(state);
    path.follow(state);
    if (isLive(state) && state.leaving && call) void leaveCall(call);
    if (state.phase === "ended") {
      dismissing = setTimeout(() => dispatch({ type: "dismiss" }), stayOf(state.outcome));
    }
  };

  /** It rings at the callee's; `device` is the one that prepares its connection, and may do so `anew`. */
  const rings = (callId: string, device: string | null, anew: boolean) => {
    if (!device || store.getState().phase !== "outgoing") return;
    dispatch({ type: "reached", callId });
    media.prepare(callId, device, anew);
  };

  /** Reads what is true; called after every gap. */
  const readTruth = async () => {
    for (;;) {
      const asked = news;
      const current = await commands.current();
      if (closed) return;
      if (asked !== news) continue;
      if (current) hear(current);
      if (current && liveCall(store.getState())?.id === current.id) rings(current.id, current.warm_device_id, false);
      const known = liveCall(store.getState());
      if (known && known.id !== current?.id) {
        const was = await commands.get(known.id).catch((error: unknown) => {
          if (error instanceof ApiError && error.code === "network") throw error;
          return null;
        });
        if (was) hear(was);
        else dispatch({ type: "lost", callId: known.id });
      }
      return;
    }
  };
  const catchUp = () => void readTruth().catch(() => {}); // Still offline: the next connection asks again.

  const stops = [
    realtime.on("incoming_call", ({ call }) => hear(call)),
    realtime.on("call.accepted", ({ call }) => hear(call)),
    realtime.on("call.ended", ({ call }) => hear(call)),
    realtime.on("call.reached", ({ call_id, warm, callee_device_id }) => {
      dispatch({ type: "reached", callId: call_id });
      if (warm) rings(call_id, callee_device_id, true);
    }),
    realtime.on("call.signal", ({ call_id, signal }) => {
      const fact = microphoneFact(call_id, signal);
      if (fact) dispatch(fact);
      else media.take(call_id, signal);
    }),
    realtime.onConnected(() => {
      catchUp();
      media.revive(false);
    }),
  ];
  const onOnline = () => media.revive(true);
  window.addEventListener("online", onOnline);
  void watchPermission();

  return {
    store,
    quality: quality.store,
    async start(conversationId, person) {
      if (isLive(store.getState())) return;
      const problem = mic.knownProblem();
      // On its way before anything else is made ready here.
      const answer = problem ? null : commands.start(conversationId);
      dispatch({ type: "start", conversationId, person, problem });
      if (!answer) return;
      try {
        hear(await answer);
      } catch (error) {
        // Perhaps it rings all the same, and only the answer was lost.
        await readTruth().catch(() => {});
        const message = error instanceof ApiError ? error.message : "";
        dispatch({ type: "refused", outcome: { kind: "refused", message } });
      }
    },
    async accept() {
      const state = store.getState();
      if (state.phase !== "incoming" || state.answering) return;
      const answer = commands.accept(state.call.id);
      answering = answer.catch(() => {});
      dispatch({ type: "answer" });
      try {
        hear(await answer);
      } catch {
        dispatch({ type: "answer_failed" });
        catchUp();
      }
    },
    sounding() {
      const state = store.getState();
      if (state.phase !== "incoming" || state.leaving || state.answering || soundingFor === state.call.id) return;
      soundingFor = state.call.id;
      commands.reached(state.call.id, true, takeBell(state.call.id, self.deviceId));
      media.prepare(state.call.id, self.deviceId, true);
      media.follow(state);
    },
    leave: () => dispatch({ type: "leave" }),
    toggleMute() {
      const state = store.getState();
      if (state.phase === "active") dispatch({ type: "muted", muted: !state.muted });
    },
    dismiss: () => dispatch({ type: "dismiss" }),
    talking() {
      const state = store.getState();
      return state.phase === "active" && state.media === "connected" && voice.open();
    },
    level: () => media.level(),
    inputLevel: () => voice.level(),
    close() {
      for (const stop of stops) stop();
      window.removeEventListener("online", onOnline);
      clearTimeout(dismissing);
      voice.close();
      quality.close();
      path.close();
      media.close();
      closed = true;
    },
  };
}
