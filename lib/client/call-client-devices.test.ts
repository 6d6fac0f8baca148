import { describe, expect, test, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import type { AudioDevices } from "./audio-devices";
import { followDevices } from "./call-client-devices";
import { type SoundChoices, usualSound } from "./sound-choices";

const built = { id: "built-in", label: "Built-in" };
const headset = { id: "headset", label: "Headset" };
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function setUp(chosen: Partial<SoundChoices> = {}) {
  const choices = createStore<SoundChoices>(() => ({ ...usualSound, ...chosen }));
  const plugged: AudioDevices = { microphones: [built, headset], speakers: [built, headset] };
  const told = { setSpeaker: vi.fn(), onSpeakerGone: vi.fn() };
  const voice = { reopen: vi.fn(), device: vi.fn<() => string | null>(() => "built-in") };
  let changed: (() => void) | null = null;
  const follower = followDevices({
    voice,
    choices,
    ...told,
    list: async () => plugged,
    onChange(listener) {
      changed = listener;
      return () => (changed = null);
    },
  });
  const change = async (news: Partial<AudioDevices> = {}) => {
    Object.assign(plugged, news);
    changed?.();
    await settle();
  };
  return { choices, told, voice, follower, change };
}

describe("the devices of a call", () => {
  test("the chosen loudspeaker is used from the start, found by its name if its id is another", async () => {
    const { told, follower } = setUp({ speaker: { id: "old id", label: "Headset" } });
    follower.begin();
    await settle();
    expect(told.setSpeaker.mock.calls).toEqual([["headset"]]);
  });

  test("a loudspeaker that vanishes gives way to the system's, which is said once; and comes back", async () => {
    const { told, follower, change } = setUp({ speaker: headset });
    follower.begin();
    await settle();
    await change({ speakers: [built] });
    await change();
    expect(told.setSpeaker).toHaveBeenLastCalledWith("");
    expect(told.onSpeakerGone).toHaveBeenCalledTimes(1);
    await change({ speakers: [built, headset] });
    expect(told.setSpeaker).toHaveBeenLastCalledWith("headset");
  });

  test("another choice is followed at once: the loudspeaker without touching the microphone, and the reverse", () => {
    const { choices, told, voice, follower } = setUp();
    follower.begin();
    choices.setState({ speaker: headset });
    expect(told.setSpeaker.mock.calls).toEqual([["headset"]]);
    expect(voice.reopen).not.toHaveBeenCalled();
    choices.setState({ microphone: headset });
    choices.setState({ noiseSuppression: false });
    expect(voice.reopen).toHaveBeenCalledTimes(2);
    expect(told.setSpeaker).toHaveBeenCalledTimes(1);
  });

  test("a chosen microphone that is plugged in again speaks again; one in use is left alone", async () => {
    const { voice, follower, change } = setUp({ microphone: headset });
    voice.device.mockReturnValue("headset");
    follower.begin();
    await change();
    expect(voice.reopen).not.toHaveBeenCalled();
    voice.device.mockReturnValue("built-in");
    await change();
    expect(voice.reopen).toHaveBeenCalledTimes(1);
  });

  test("a call without a voice tries whatever is plugged in", async () => {
    const { voice, follower, change } = setUp();
    voice.device.mockReturnValue(null);
    follower.begin();
    await change();
    expect(voice.reopen).toHaveBeenCalledTimes(1);
  });

  test("outside a call nothing is done", async () => {
    const { choices, told, voice, follower, change } = setUp();
    follower.begin();
    follower.end();
    choices.setState({ microphone: headset, speaker: headset });
    await change();
    expect(voice.reopen).not.toHaveBeenCalled();
    expect(told.setSpeaker).not.toHaveBeenCalled();
  });
});
