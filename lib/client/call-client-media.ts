import type { Call, Signal } from "@/lib/contracts/calls";
import { createRemoteAudio, type RemoteAudio } from "./call-client-audio";
import { AFTER_POPUP_MS, FRESH_MS, PATIENCE_MS, SETTLE_MS } from "./call-client-media-times";
import { recall, remember } from "./call-client-memory";
import { createOutgoing } from "./call-client-outgoing";
import type { CallState, Media } from "./call-client-state";
import type { StatsEntry } from "./call-quality";
import {
  createPeerSession,
  loadPeer,
  type PeerSession,
  type PeerSessionOptions,
  type SignalData,
} from "./peer-session";

export interface CallMediaOptions {
  isCaller(call: Call): boolean;
  iceServers(): Promise<RTCConfiguration>;
  send(call: Call, signal: Signal): void;
  onMedia(media: Media): void;
  onBlocked(blocked: boolean): void;
  createSession?: (options: PeerSessionOptions) => PeerSession;
  createAudio?: (onBlocked: (blocked: boolean) => void) => RemoteAudio;
}

/** The peers of one call, one generation after the other, and what is heard through them. */
export interface CallMedia {
  /** Does what the state asks for: make ready while it rings, talk once accepted, nothing else. */
  follow(state: CallState): void;
  take(callId: string, signal: Signal): void;
  /**
   * While it rings, lets the connection to this device of the callee come up, silent (on the callee's side: to here).
   * `anew`: the page there knows of no connection yet; without it, what was prepared for that device is kept.
   */
  prepare(callId: string, calleeDevice: string, anew: boolean): void;
  setMicrophone(track: MediaStreamTrack | null): void;
  /** Where the other is heard: the id of a device, "" for the system's. */
  setSpeaker(deviceId: string): void;
  /** The path is doubtful (another network, a new socket): seeks a new one; where it still works, only if so told. */
  revive(evenIfConnected: boolean): void;
  level(): number;
  /** what the peer in use counts */
  stats(): Promise<StatsEntry[]>;
  close(): void;
}

export function createCallMedia(options: CallMediaOptions): CallMedia {
  const audio = (options.createAudio ?? createRemoteAudio)(options.onBlocked);
  let session: PeerSession | null = null;
  let generation = 0;
  let madeAt = 0;
  /** the other side's peer has said nothing to this session yet */
  let untouched = true;
  let initiator = false;
  let microphone: MediaStreamTrack | null = null;
  let call: Call | null = null;
  let accepted = false;
  let media: Media = "connecting";
  let early: { callId: string; signal: Signal }[] = [];
  let patience: ReturnType<typeof setTimeout> | undefined;
  /** who may be connected to before the answer */
  let warm: { callId: string; device: string; since: number } | null = null;
  /** the path stands, though nothing may be heard yet */
  let ready = false;
  /** the other side's peer, if it has one, belongs to one of ours that is gone */
  let stale = false;
  let remote: MediaStream | null = null;

  const maySignal = () => call !== null && (accepted || warm?.callId === call.id);
  const isUp = () => (accepted ? media === "connected" : ready);

  const { send, flush, drop } = createOutgoing({
    maySend: maySignal,
    send: (signal) => call && options.send(call, signal),
  });
  const watch = () => {
    clearTimeout(patience);
    if (accepted && media !== "connected") patience = setTimeout(() => revive(false), PATIENCE_MS);
  };
  const become = (next: Media) => {
    media = next;
    options.onMedia(next);
    watch();
  };
  const count = (next: number) => {
    generation = next;
    if (call) remember(call.id, { generation });
  };
  const open = (next: number) => {
    session?.close();
    count(next);
    madeAt = Date.now();
    untouched = true;
    drop();
    ready = false;
    remote = null;
    if (media === "connected") become("interrupted");
    const mine = (options.createSession ?? createPeerSession)({
      initiator,
      iceServers: options.iceServers,
      microphone,
      ringing: !accepted,
      onSignal: (data) => session === mine && send({ generation, data }),
      onStream(stream) {
        if (session !== mine) return;
        remote = stream;
        if (accepted) audio.play(stream);
        else audio.prepare(stream);
      },
      onAudio: () => session === mine && become("connected"),
      onReady() {
        if (session === mine) ready = true;
      },
      onPath(path) {
        if (session !== mine) return;
        ready = path === "connected";
        if (accepted) become(path);
        if (path === "interrupted") renew();
      },
      onClose() {
        if (session !== mine) return;
        if (!accepted) {
          // Nobody waits for it yet; acceptance makes another.
          session = null;
          ready = false;
          return;
        }
        become("interrupted");
        // The other side closes its old peer when it makes a new one: give that one time to arrive.
        setTimeout(() => session === mine && renew(), SETTLE_MS);
      },
    });
    session = mine;
  };
  const renew = () => {
    if (!maySignal()) return;
    if (initiator) open(generation + 1);
    else send({ generation: generation + 1, restart: true });
  };
  const revive = (evenIfConnected: boolean) => {
    if (!maySignal() || (isUp() && !evenIfConnected)) return;
    watch();
    renew();
  };
  const restartFor = (signal: Signal) => {
    if (!initiator) return;
    // Both sides noticed, and ours was faster.
    if (signal.generation <= generation && Date.now() - madeAt < FRESH_MS) return;
    open(Math.max(generation + 1, signal.generation));
  };
  const feed = (signal: Signal) => {
    if (signal.restart) return restartFor(signal);
    if (!signal.data || signal.generation < generation || (initiator && signal.generation > generation)) return;
    // A peer that has heard nothing yet takes the newer generation's offer itself: another peer would only cost time.
    if (signal.generation > generation && session && untouched) count(signal.generation);
    else if (signal.generation > generation || !session) open(signal.generation);
    stale = false;
    untouched = false;
    session?.accept(signal.data as SignalData);
  };
  const stop = () => {
    clearTimeout(patience);
    session?.close();
    session = null;
    call = null;
    accepted = false;
    generation = 0;
    drop();
    early = [];
    media = "connecting";
    warm = null;
    ready = false;
    stale = false;
    remote = null;
  };
  const begin = (next: Call | null, asInitiator: boolean) => {
    if ((call && next && call.id !== next.id) || (session && asInitiator !== initiator)) stop();
    const met = call === null && next !== null;
    call = next ?? call;
    initiator = asInitiator;
    if (!session) {
      const last = call ? recall(call.id).generation : 0;
      stale = last > 0;
      open(last + 1);
    } else if (met) remember(next.id, { generation });
    if (maySignal()) flush();
  };
  /** Whether what was prepared leads to the device that answered, and will come up. */
  const isWarmFor = (next: Call) =>
    warm?.device === next.callee_device_id && (ready || Date.now() - warm.since < FRESH_MS);
  const accept = (next: Call) => {
    const kept = session !== null;
    begin(next, options.isCaller(next));
    if (accepted) return;
    accepted = true;
    // Another device answered, or the signals were lost: this peer leads nowhere.
    if (initiator && kept && warm && !isWarmFor(next)) open(generation + 1);
    else session?.answered();
    if (remote) audio.play(remote);
    watch();
    if (stale && !initiator) send({ generation, restart: true });
    flush();
    for (const one of early.splice(0)) if (one.callId === next.id) feed(one.signal);
  };

  return {
    follow(state) {
      if (state.phase === "idle" || state.phase === "ended" || state.leaving) stop();
      else if (state.phase === "active") accept(state.call);
      else if (state.phase === "outgoing") begin(state.call, true);
      else if (state.answering) {
        begin(state.call, false);
        // The server's word takes its time; the caller hears nothing before it either way.
        session?.speak();
      } else if (call && call.id !== state.call.id) stop();
      else if (warm) begin(state.call, false);
      else setTimeout(loadPeer, AFTER_POPUP_MS);
    },
    take(callId, signal) {
      if (call?.id !== callId) return;
      if (maySignal()) feed(signal);
      else early.push({ callId, signal });
    },
    prepare(callId, device, anew) {
      const again = warm?.callId === callId;
      if (again && warm?.device === device && !anew) return;
      warm = { callId, device, since: Date.now() };
      if (accepted || !initiator || call?.id !== callId) return;
      if (again || !session) open(generation + 1);
      else flush();
    },
    setMicrophone(track) {
      microphone = track;
      session?.setMicrophone(track);
    },
    setSpeaker: (deviceId) => audio.setSpeaker(deviceId),
    revive,
    level: () => (media === "connected" ? audio.level() : 0),
    stats: async () => session?.stats() ?? [],
    close() {
      stop();
      audio.close();
    },
  };
}
