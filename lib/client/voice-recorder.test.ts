import { afterEach, expect, test, vi } from "vitest";
import { recordVoice } from "./voice-recorder";

vi.mock("./microphone", async (original) => ({
  ...(await original<typeof import("./microphone")>()),
  openMicrophone: async () => ({ getTracks: () => [track] }),
}));
vi.mock("./level-meter", () => ({ createLevelMeter: () => ({ level: () => 0.5, close() {} }) }));

const track: { onended: (() => void) | null; stop(): void } = { onended: null, stop() {} };
let recorder: Recorder;

/** As MediaStream Recording (W3C) has it: told to stop, or left by its tracks, it gives what it has and says so once. */
class Recorder {
  static isTypeSupported = () => true;
  state = "inactive";
  mimeType = "audio/webm;codecs=opus";
  ondataavailable = (_: { data: Blob }) => {};
  onstop: (() => void) | null = null;
  constructor() {
    recorder = this;
  }
  start() {
    this.state = "recording";
  }
  stop() {
    this.state = "inactive";
    queueMicrotask(() => {
      this.ondataavailable({ data: new Blob(["voice"]) });
      this.onstop?.();
    });
  }
}

afterEach(() => void vi.unstubAllGlobals());

test("what was recorded is there, also where the microphone went away and the browser had stopped before anybody asked", async () => {
  vi.stubGlobal("MediaRecorder", Recorder);
  vi.stubGlobal(
    "AudioContext",
    class {
      close() {}
    },
  );
  const sent = await recordVoice(() => {});
  expect(await (await sent.finish()).blob.text()).toBe("voice");
  const ended = vi.fn();
  const cut = await recordVoice(ended);
  recorder.stop();
  await Promise.resolve();
  track.onended?.();
  expect(ended).toHaveBeenCalled();
  expect(await (await cut.finish()).blob.text()).toBe("voice");
});
