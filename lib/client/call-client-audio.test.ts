import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRemoteAudio } from "./call-client-audio";

/** An element that notes what would be heard, and lets a test refuse to play. */
class FakeAudio {
  static newest: FakeAudio;
  static refuse: Error | null = null;
  autoplay = false;
  muted = false;
  playing = false;
  srcObject: unknown = null;
  constructor() {
    FakeAudio.newest = this;
  }
  async play() {
    if (FakeAudio.refuse && !this.muted) throw FakeAudio.refuse;
    this.playing = true;
  }
  pause() {
    this.playing = false;
  }
  get heard() {
    return this.playing && !this.muted ? this.srcObject : null;
  }
}

const gestures = new EventTarget();
beforeEach(() => {
  FakeAudio.refuse = null;
  vi.stubGlobal("Audio", FakeAudio);
  vi.stubGlobal("window", gestures);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const voice = {} as MediaStream;
const settle = () => new Promise((resolve) => setTimeout(resolve));

test("what is prepared runs without being heard, until it is to be played", async () => {
  const onBlocked = vi.fn();
  const audio = createRemoteAudio(onBlocked);
  audio.prepare(voice);
  await settle();
  expect(FakeAudio.newest).toMatchObject({ playing: true, heard: null });
  expect(onBlocked).not.toHaveBeenCalled();
  audio.play(voice);
  await settle();
  expect(FakeAudio.newest.heard).toBe(voice);
  expect(onBlocked.mock.calls).toEqual([[false]]);
});

test("a browser that refuses to let it be heard is asked again at the next gesture", async () => {
  const onBlocked = vi.fn();
  const audio = createRemoteAudio(onBlocked);
  FakeAudio.refuse = new DOMException("no gesture yet", "NotAllowedError");
  audio.prepare(voice);
  await settle();
  expect(onBlocked).not.toHaveBeenCalled();
  audio.play(voice);
  await settle();
  expect(onBlocked.mock.calls).toEqual([[true]]);
  FakeAudio.refuse = null;
  gestures.dispatchEvent(new Event("pointerdown"));
  await settle();
  expect(onBlocked).toHaveBeenLastCalledWith(false);
  expect(FakeAudio.newest.heard).toBe(voice);
});
