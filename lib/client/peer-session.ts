import type { Instance, Options } from "simple-peer";
import { audioContext } from "./call-client-audio";
import type { StatsEntry } from "./call-quality";
import { loadCode } from "./load-code";
import { tuneForSpeech } from "./opus-speech";

/** What a peer says to the other side's peer: an SDP description or an ICE candidate (RFC 9429). */
export type SignalData = Record<string, unknown>;

export interface PeerSessionOptions {
  /** only the initiator makes offers */
  initiator: boolean;
  /** the servers, and whether only relays may be used (RFC 9429, 4.1.1) */
  iceServers: () => Promise<RTCConfiguration>;
  /** what is sent from the start; null sends nothing until `setMicrophone` */
  microphone: MediaStreamTrack | null;
  /** made ready while it rings: no voice goes out and none is looked for until `answered()` */
  ringing?: boolean;
  onSignal(data: SignalData): void;
  onStream(stream: MediaStream): void;
  /** the first packet of the other's voice is here: the call is up */
  onAudio(): void;
  /** the path to the other side stands, or stands again */
  onReady?(): void;
  /** interrupted: nothing has come through for 2 s; connected: the path is back */
  onPath(path: "connected" | "interrupted"): void;
  /** it closed by itself: failure, or the other side left. Not told after `close()` */
  onClose(): void;
  /** makes the peer; simple-peer, loaded when first needed */
  createPeer?: (options: Options) => Promise<Instance>;
  /** a silent stand-in track that keeps the microphone's place */
  createPlaceholder?: () => MediaStream;
}

/** One peer connection of a call: a generation. The call outlives it. */
export interface PeerSession {
  /** Takes the other side's signal; those that come before the peer is ready wait. */
  accept(data: SignalData): void;
  /** Sends this track from now on, without a new negotiation; null sends nothing. */
  setMicrophone(track: MediaStreamTrack | null): void;
  /** The person here has answered: from now on the microphone is heard. */
  speak(): void;
  /** The call is accepted: that, and the other's voice is looked for. */
  answered(): void;
  /** What the connection counts (W3C WebRTC statistics); nothing before there is one. */
  stats(): Promise<StatsEntry[]>;
  close(): void;
}

/** How long a broken path may heal by itself, in milliseconds. */
export const HEAL_WITHIN_MS = 2000;
/** How often the first packet is looked for, in milliseconds. */
const LOOK_EVERY_MS = 40;

/** Fetches simple-peer, so that a later `createPeerSession` need not wait for it. */
export const loadPeer = () => loadCode(() => import("simple-peer"));

async function simplePeer(options: Options): Promise<Instance> {
  const { default: SimplePeer } = await loadPeer();
  return new SimplePeer(options);
}

const silentStream = () => audioContext().createMediaStreamDestination().stream;

/** `getStats` is simple-peer's, but missing from its types. */
interface Stats {
  getStats(answer: (error: Error | null, reports?: StatsEntry[]) => void): void;
}

/**
 * Owns one simple-peer. It negotiates over a placeholder track whose place the microphone takes, so neither the
 * offer nor the answer waits for a microphone, and a peer can be made ready while it still rings.
 */
export function createPeerSession(options: PeerSessionOptions): PeerSession {
  let closed = false;
  let peer: Instance | null = null;
  let microphone = options.microphone;
  let ringing = options.ringing ?? false;
  let silent = ringing;
  let ready = false;
  let placed: MediaStreamTrack | null = null;
  let healing: ReturnType<typeof setTimeout> | undefined;
  let looking: ReturnType<typeof setTimeout> | undefined;
  let interrupted = false;
  const early: SignalData[] = [];
  const stream = (options.createPlaceholder ?? silentStream)();
  const [placeholder] = stream.getAudioTracks();

  const place = () => {
    const voice = silent ? null : microphone;
    if (!peer || !placeholder || placed === voice) return;
    placed = voice;
    // simple-peer's types leave out null, which its sender takes (W3C WebRTC 1.0, replaceTrack).
    peer.replaceTrack(placeholder, voice as MediaStreamTrack, stream);
  };
  const lookForAudio = () => {
    if (closed || !peer) return;
    (peer as unknown as Stats).getStats((error, reports = []) => {
      if (closed) return;
      const heard = reports.some((report) => report.type === "inbound-rtp" && Number(report.packetsReceived) > 0);
      if (!error && heard) options.onAudio();
      else looking = setTimeout(lookForAudio, LOOK_EVERY_MS);
    });
  };
  const look = () => {
    if (ready && !ringing && !looking) looking = setTimeout(lookForAudio, 0);
  };
  const onIce = (state: string) => {
    if (state === "connected" || state === "completed") {
      ready = true;
      clearTimeout(healing);
      healing = undefined;
      if (interrupted) options.onPath("connected");
      interrupted = false;
      options.onReady?.();
      look();
    } else if (state === "disconnected" && !healing) {
      healing = setTimeout(() => {
        interrupted = true;
        options.onPath("interrupted");
      }, HEAL_WITHIN_MS);
    }
  };
  const release = () => {
    closed = true;
    clearTimeout(healing);
    clearTimeout(looking);
    placeholder?.stop();
  };
  const fail = () => {
    if (closed) return;
    release();
    options.onClose();
  };

  const open = async () => {
    const config = await options.iceServers();
    if (closed) return;
    const made = await (options.createPeer ?? simplePeer)({
      initiator: options.initiator,
      trickle: true,
      config,
      stream,
      sdpTransform: tuneForSpeech,
    });
    if (closed) {
      made.destroy();
      return;
    }
    peer = made;
    made.on("signal", (data) => !closed && options.onSignal({ ...data }));
    made.on("stream", (remote: MediaStream) => !closed && options.onStream(remote));
    made.on("iceStateChange", (state: string) => !closed && onIce(state));
    made.on("error", () => {
      // "close" follows every error.
    });
    made.on("close", fail);
    // At once, before a packet of the placeholder could leave.
    placed = placeholder ?? null;
    place();
    for (const data of early.splice(0)) feed(data);
  };
  const feed = (data: SignalData) => {
    try {
      peer?.signal(JSON.stringify(data));
    } catch {
      fail();
    }
  };
  const speak = () => {
    silent = false;
    if (!closed) place();
  };
  open().catch(fail);

  return {
    accept(data) {
      if (closed) return;
      if (peer) feed(data);
      else early.push(data);
    },
    setMicrophone(track) {
      microphone = track;
      if (!closed) place();
    },
    speak,
    answered() {
      ringing = false;
      speak();
      if (!closed) look();
    },
    stats: () =>
      new Promise((resolve) => {
        if (closed || !peer) resolve([]);
        else (peer as unknown as Stats).getStats((error, reports = []) => resolve(error ? [] : reports));
      }),
    close() {
      if (closed) return;
      release();
      peer?.destroy();
    },
  };
}
