import { audioContext } from "./call-client-audio";
import { sleep } from "./sleep";

/** fine: sound came out · silent: it connected, but no sound came out · failed: no connection within this browser */
export type LoopbackFinding = "fine" | "silent" | "failed";

const SOUND_WITHIN_MS = 8000;
const LOOK_EVERY_MS = 100;

/** A tone that nobody hears. */
function tone(context: AudioContext) {
  const oscillator = context.createOscillator();
  const out = context.createMediaStreamDestination();
  oscillator.connect(out);
  oscillator.start();
  return { stream: out.stream, stop: () => oscillator.stop() };
}

/** RTP packets and audio energy that have come in (W3C WebRTC statistics, inbound-rtp). */
async function received(peer: RTCPeerConnection): Promise<{ packets: number; energy: number }> {
  for (const report of (await peer.getStats()).values()) {
    if (report.type === "inbound-rtp") return { packets: report.packetsReceived, energy: report.totalAudioEnergy ?? 0 };
  }
  return { packets: 0, energy: 0 };
}

/** Calls oneself: two peers in this page, without any server, and a tone from one to the other. */
export async function loopback(): Promise<LoopbackFinding> {
  if (typeof RTCPeerConnection === "undefined") return "failed";
  let end = () => {};
  try {
    const context = audioContext();
    const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
    const sound = tone(context);
    const element = new Audio();
    // Too quiet to be heard; muted, browsers would not even decode it.
    element.volume = 0.01;
    end = () => {
      from.close();
      to.close();
      sound.stop();
      element.srcObject = null;
    };
    // A browser that does not let it sound may never answer: then nothing is heard.
    context.resume().catch(() => {});
    from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined).catch(() => {});
    to.onicecandidate = ({ candidate }) => void from.addIceCandidate(candidate ?? undefined).catch(() => {});
    to.ontrack = ({ track }) => {
      element.srcObject = new MediaStream([track]);
      void element.play().catch(() => {});
    };
    for (const track of sound.stream.getTracks()) from.addTrack(track, sound.stream);
    await from.setLocalDescription();
    await to.setRemoteDescription(from.localDescription ?? { type: "offer" });
    await to.setLocalDescription();
    await from.setRemoteDescription(to.localDescription ?? { type: "answer" });
    let packets = 0;
    for (const until = Date.now() + SOUND_WITHIN_MS; Date.now() < until; await sleep(LOOK_EVERY_MS)) {
      const now = await received(to);
      if (now.packets > 0 && now.energy > 0) return "fine";
      packets = now.packets;
    }
    return packets > 0 ? "silent" : "failed";
  } catch {
    return "failed";
  } finally {
    end();
  }
}
