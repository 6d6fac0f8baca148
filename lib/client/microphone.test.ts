import { afterEach, describe, expect, test, vi } from "vitest";
import { knownProblem, MicrophoneError, openMicrophone, watchPermission } from "./microphone";

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
