import { createLevelMeter } from "./level-meter";
import { MicrophoneError, openMicrophone } from "./microphone";
import type { OutboxFile } from "./outbox-rules";
import { waveformOf } from "./voice-waveform";

/** A recording under way. */
export interface VoiceRecorder {
  /** how long it has been recorded, in milliseconds */
  elapsed(): number;
  /** how loud it was lately, newest last, 20 a second, each 0 to 1 */
  levels: readonly number[];
  /** Ends it; answers what to send. */
  finish(): Promise<OutboxFile>;
  /** Ends it and forgets it. */
  cancel(): void;
}

// What plays everywhere first: AAC in MP4; then what the rest of the browsers record.
const types = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const LEVEL_EVERY_MS = 50;
/** Speech, well heard: 24 kB for five seconds. */
export const VOICE_BITS_PER_SECOND = 40_000;

/**
 * Opens the chosen microphone and records a voice note. `onEnded` is told when the microphone goes away meanwhile.
 * @throws MicrophoneError, `unsupported` where nothing can be recorded
 */
export async function recordVoice(onEnded: () => void): Promise<VoiceRecorder> {
  const mimeType = types.find((type) => globalThis.MediaRecorder?.isTypeSupported(type));
  if (!mimeType) throw new MicrophoneError("unsupported");
  const stream = await openMicrophone();
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: VOICE_BITS_PER_SECOND });
  const context = new AudioContext();
  const meter = createLevelMeter(context, stream);
  const chunks: Blob[] = [];
  const levels: number[] = [];
  const began = performance.now();
  const look = setInterval(() => levels.push(meter.level()), LEVEL_EVERY_MS);
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  // Heard of from the start: where its microphone goes away it stops by itself, before anybody asks.
  const stopped = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve();
  });
  // In pieces, so that a recording of an hour is not one buffer of the recorder's.
  recorder.start(1000);
  for (const track of stream.getTracks()) track.onended = onEnded;

  const end = () => {
    clearInterval(look);
    meter.close();
    void context.close();
    for (const track of stream.getTracks()) {
      track.onended = null;
      track.stop();
    }
  };
  return {
    elapsed: () => performance.now() - began,
    levels,
    async finish() {
      const duration_ms = String(Math.max(1, Math.round(performance.now() - began)));
      if (recorder.state !== "inactive") recorder.stop();
      end();
      await stopped;
      const type = recorder.mimeType.split(";")[0] ?? "";
      const fields = { duration_ms, waveform: waveformOf(levels) };
      return { blob: new Blob(chunks, { type }), name: `voice.${type.split("/")[1]}`, fields };
    },
    cancel() {
      if (recorder.state !== "inactive") recorder.stop();
      end();
    },
  };
}
