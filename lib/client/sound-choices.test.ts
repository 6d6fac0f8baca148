import { describe, expect, test } from "vitest";
import { devicesOf, findDevice } from "./audio-devices";
import { createSoundChoices, readSound, usualSound } from "./sound-choices";

const headset = { id: "h1", label: "Headset" };

describe("the sound choices", () => {
  test("are as usual where nothing, or nothing sensible, was kept", () => {
    for (const kept of [null, "", "{", "null", "7", "[]", '{"microphone":"h1","speaker":{"id":7,"label":"x"}}'])
      expect(readSound(kept)).toEqual(usualSound);
    expect(readSound('{"microphone":{"id":"","label":""}}').microphone).toBeNull();
  });

  test("outlive the page", () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    createSoundChoices(storage).setState({ microphone: headset, noiseSuppression: false });
    expect(createSoundChoices(storage).getState()).toEqual({
      ...usualSound,
      microphone: headset,
      noiseSuppression: false,
    });
  });
});

describe("a chosen device", () => {
  test("is found by its id, else by its name, else not", () => {
    const twin = { id: "h2", label: "Headset" };
    expect(findDevice(headset, [twin, headset])).toBe(headset);
    expect(findDevice(headset, [{ id: "b", label: "Built-in" }, twin])).toBe(twin);
    expect(findDevice(headset, [{ id: "b", label: "Built-in" }])).toBeNull();
    expect(findDevice({ id: "gone", label: "" }, [{ id: "b", label: "" }])).toBeNull();
    expect(findDevice(null, [headset])).toBeNull();
  });

  test("is one of its kind, not one of the system's aliases", () => {
    const device = (deviceId: string, kind: string, label = deviceId) => ({ deviceId, kind, label }) as MediaDeviceInfo;
    const all = [
      device("default", "audioinput"),
      device("communications", "audioinput"),
      device("", "audioinput"),
      device("h1", "audioinput", "Headset"),
      device("s1", "audiooutput"),
      device("c1", "videoinput"),
    ];
    expect(devicesOf(all, "audioinput")).toEqual([headset]);
    expect(devicesOf(all, "audiooutput")).toEqual([{ id: "s1", label: "s1" }]);
  });
});
