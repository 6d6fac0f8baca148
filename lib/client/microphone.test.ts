import { afterEach, describe, expect, test, vi } from "vitest";
import { knownProblem, MicrophoneError, openMicrophone, watchPermission } from "./microphone";
import { usualSound } from "./sound-choices";

const named = (name: string) => Object.assign(new Error(name), { name });

function browser(getUserMedia: (() => Promise<unknown>) | undefined, query?: () => Promise<{ state: string }>) {
  vi.stubGlobal("navigator", {
    mediaDevices: getUserMedia && { getUserMedia },
    permissions: query && { query },
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the microphone", () => {
  test("is opened with echo, noise and level under control", async () => {
    const getUserMedia = vi.fn(async () => "stream");
    browser(getUserMedia);
    expect(await openMicrophone()).toBe("stream");
    const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    expect(getUserMedia).toHaveBeenCalledWith({ audio });
  });

  test.each([
    ["NotAllowedError", "denied"],
    ["SecurityError", "denied"],
    ["NotFoundError", "missing"],
    ["OverconstrainedError", "missing"],
    ["NotReadableError", "busy"],
    ["AbortError", "busy"],
    ["TypeError", "unsupported"],
  ])("refused with %s is %s", async (name, problem) => {
    browser(() => Promise.reject(named(name)));
    await expect(openMicrophone()).rejects.toEqual(new MicrophoneError(problem as "busy"));
    await expect(openMicrophone()).rejects.toMatchObject({ problem });
  });

  describe("that was chosen", () => {
    const chosen = { ...usualSound, microphone: { id: "h1", label: "Headset" } };
    const exact = (id: string) => expect.objectContaining({ deviceId: { exact: id } });
    const plugged = (...devices: { deviceId: string; label: string }[]) => {
      const getUserMedia = vi.fn<(asked: { audio: object }) => Promise<unknown>>(async () => "stream");
      const enumerateDevices = async () => devices.map((device) => ({ ...device, kind: "audioinput" }));
      vi.stubGlobal("navigator", { mediaDevices: { getUserMedia, enumerateDevices } });
      return getUserMedia;
    };

    test("is asked for by its id, with the switches as they are", async () => {
      const getUserMedia = plugged();
      await openMicrophone({ ...chosen, noiseSuppression: false });
      const audio = { echoCancellation: true, noiseSuppression: false, autoGainControl: true };
      expect(getUserMedia.mock.calls).toEqual([[{ audio: { ...audio, deviceId: { exact: "h1" } } }]]);
    });

    test("is found by its name when its id is another now", async () => {
      const getUserMedia = plugged({ deviceId: "h2", label: "Headset" });
      getUserMedia.mockRejectedValueOnce(named("OverconstrainedError"));
      expect(await openMicrophone(chosen)).toBe("stream");
      expect(getUserMedia).toHaveBeenLastCalledWith({ audio: exact("h2") });
    });

    test("gives way to the system's when it is gone", async () => {
      const getUserMedia = plugged({ deviceId: "b", label: "Built-in" });
      getUserMedia.mockRejectedValueOnce(named("NotFoundError"));
      expect(await openMicrophone(chosen)).toBe("stream");
      expect(getUserMedia.mock.calls.at(-1)?.[0].audio).not.toHaveProperty("deviceId");
    });

    test("is not asked for again when the person says no", async () => {
      const getUserMedia = plugged({ deviceId: "h2", label: "Headset" });
      getUserMedia.mockRejectedValue(named("NotAllowedError"));
      await expect(openMicrophone(chosen)).rejects.toMatchObject({ problem: "denied" });
      expect(getUserMedia).toHaveBeenCalledTimes(1);
    });
  });

  test("does not exist on plain http outside localhost", async () => {
    browser(undefined);
    await expect(openMicrophone()).rejects.toMatchObject({ problem: "unsupported" });
    expect(knownProblem()).toBe("unsupported");
  });

  test.each([
    ["denied", "denied"],
    ["granted", null],
    ["prompt", null],
  ])("whose permission is %s is known to be %s before anybody is asked", async (state, problem) => {
    browser(
      async () => "stream",
      async () => ({ state }),
    );
    await watchPermission();
    expect(knownProblem()).toBe(problem);
  });

  test("of a browser that does not tell is tried", async () => {
    browser(
      async () => "stream",
      () => Promise.reject(named("TypeError")),
    );
    await watchPermission();
    expect(knownProblem()).toBeNull();
  });
});
