import { describe, expect, test, vi } from "vitest";
import { createVoice } from "./call-client-voice";
import { MicrophoneError } from "./microphone";

function fakeStream(name: string) {
  const track = {
    label: name,
    enabled: true,
    onended: null as (() => void) | null,
    stop: vi.fn(),
    getSettings: () => ({ deviceId: name }),
  };
  const stream = { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream;
  return { track, stream };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function setUp() {
  const open = vi.fn<() => Promise<MediaStream>>();
  const told = { onTrack: vi.fn(), onProblem: vi.fn(), onTrouble: vi.fn(), onMoved: vi.fn() };
  const voice = createVoice({ open, ...told });
  const offer = (name: string) => {
    const made = fakeStream(name);
    open.mockResolvedValueOnce(made.stream);
    return made.track;
  };
  const refuse = (problem: "missing" | "denied") => open.mockRejectedValueOnce(new MicrophoneError(problem));
  const speaking = async () => {
    const track = offer("first");
    voice.want(true);
    await settle();
    return track;
  };
  return { voice, open, told, offer, refuse, speaking };
}

describe("one's own voice", () => {
  test("changes the microphone without a gap: the old one stops when the new one is there", async () => {
    const { voice, told, offer, speaking } = setUp();
    const first = await speaking();
    voice.mute(true);
    const second = offer("second");
    voice.reopen();
    expect(first.stop).not.toHaveBeenCalled();
    await settle();
    expect(first.stop).toHaveBeenCalledTimes(1);
    expect(told.onTrack).toHaveBeenLastCalledWith(second);
    expect(second.enabled, "still muted").toBe(false);
    expect(voice.device()).toBe("second");
    expect(told.onMoved).not.toHaveBeenCalled();
  });

  test("keeps the old microphone when the chosen one cannot be had", async () => {
    const { voice, told, refuse, speaking } = setUp();
    const first = await speaking();
    refuse("missing");
    voice.reopen();
    await settle();
    expect(first.stop).not.toHaveBeenCalled();
    expect(voice.device()).toBe("first");
    expect(told.onProblem).not.toHaveBeenCalled();
    expect(told.onTrouble).not.toHaveBeenCalled();
  });

  test("goes on with another microphone when the one in use dies, and says which", async () => {
    const { told, offer, speaking } = setUp();
    const first = await speaking();
    const second = offer("second");
    first.onended?.();
    await settle();
    expect(told.onTrack).toHaveBeenLastCalledWith(second);
    expect(told.onMoved.mock.calls).toEqual([["second"]]);
  });

  test("says that it is silent when there is no other, and speaks again when one comes", async () => {
    const { voice, told, offer, refuse, speaking } = setUp();
    const first = await speaking();
    refuse("missing");
    first.onended?.();
    await settle();
    expect(told.onTrack).toHaveBeenLastCalledWith(null);
    expect(told.onTrouble.mock.calls).toEqual([["missing"]]);
    expect(told.onProblem).not.toHaveBeenCalled();
    expect(voice.device()).toBeNull();
    const second = offer("second");
    voice.reopen();
    await settle();
    expect(told.onTrouble).toHaveBeenLastCalledWith(null);
    expect(told.onTrack).toHaveBeenLastCalledWith(second);
  });

  test("that never was ends the call instead", async () => {
    const { voice, told, refuse } = setUp();
    refuse("denied");
    voice.want(true);
    await settle();
    expect(told.onProblem.mock.calls).toEqual([["denied"]]);
    expect(told.onTrouble).not.toHaveBeenCalled();
  });

  test("not wanted any more lets go of what comes late, and of nothing else", async () => {
    const { voice, told, offer, speaking } = setUp();
    await speaking();
    const late = offer("late");
    voice.reopen();
    voice.want(false);
    await settle();
    expect(late.stop).toHaveBeenCalledTimes(1);
    expect(told.onTrack).toHaveBeenLastCalledWith(null);
    voice.reopen();
    await settle();
    expect(told.onTrack).toHaveBeenLastCalledWith(null);
  });

  test("asked to change while it is changing follows the last choice", async () => {
    const { voice, told, offer, speaking } = setUp();
    await speaking();
    const second = offer("second");
    const third = offer("third");
    voice.reopen();
    voice.reopen();
    await settle();
    expect(second.stop).toHaveBeenCalledTimes(1);
    expect(told.onTrack).toHaveBeenLastCalledWith(third);
  });
});
