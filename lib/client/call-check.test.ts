import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "./api";
import { checkCall, checkNames, checkSocket, stateOf } from "./call-check";
import { type Gathered, serversOf, stunFinding, turnFinding } from "./call-check-ice";
import type { Connection, Realtime } from "./realtime";

const gathered = (more: Partial<Gathered>): Gathered => ({
  found: false,
  complete: true,
  errors: [],
  tellsErrors: true,
  ...more,
});

describe("what the servers' answers mean", () => {
  it("finds STUN fine by an address, or by an answer where no address is translated", () => {
    expect(stunFinding(gathered({ found: true, errors: [701] }))).toBe("fine");
    expect(stunFinding(gathered({}))).toBe("fine");
  });

  it("finds STUN out of reach without an answer, and where the browser would not tell", () => {
    expect(stunFinding(gathered({ errors: [701] }))).toBe("unreachable");
    expect(stunFinding(gathered({ complete: false }))).toBe("unreachable");
    expect(stunFinding(gathered({ tellsErrors: false }))).toBe("unreachable");
  });

  it("tells a relay that refuses from one that is not there", () => {
    expect(turnFinding(gathered({ found: true, errors: [401] }))).toBe("fine");
    expect(turnFinding(gathered({ errors: [701, 401] }))).toBe("refused");
    expect(turnFinding(gathered({ errors: [701] }))).toBe("unreachable");
    expect(turnFinding(gathered({}))).toBe("unreachable");
  });

  it("takes each kind of server by itself", () => {
    const servers: RTCIceServer[] = [
      { urls: ["stun:a", "turn:b"] },
      { urls: "turns:c", username: "u", credential: "p" },
    ];
    expect(serversOf("stun", servers)).toEqual([{ urls: ["stun:a"] }]);
    expect(serversOf("turn", servers)).toEqual([
      { urls: ["turn:b"] },
      { urls: ["turns:c"], username: "u", credential: "p" },
    ]);
  });

  it("calls good what is fine, unset what the operator left out, and all else a fault", () => {
    expect(stateOf("stun.fine")).toBe("fine");
    expect(stateOf("turn.absent")).toBe("absent");
    expect(stateOf("turn.needed")).toBe("fails");
    expect(stateOf("microphone.denied")).toBe("fails");
  });
});

it("ends with a word for each thing also where the browser has no sound at all", async () => {
  const stop = vi.fn();
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: async () => ({ getTracks: () => [{ stop }] }) } });
  vi.stubGlobal("document", { documentElement: { lang: "en" } });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  vi.stubGlobal("RTCPeerConnection", class {});
  const realtime = { connection: () => "connected", command: async () => null } as unknown as Realtime;
  const told: Record<string, string> = {};
  await checkCall(realtime, (name, finding) => {
    told[name] = finding;
  });
  expect(Object.keys(told)).toHaveLength(checkNames.length);
  expect(told).toMatchObject({ microphone: "microphone.busy", loopback: "loopback.failed" });
  expect(stop).toHaveBeenCalled();
  vi.unstubAllGlobals();
});

describe("the socket", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function socket(at: Connection, answer: () => Promise<unknown>) {
    const watchers = new Set<() => void>();
    let state = at;
    const realtime = {
      connection: () => state,
      watch(watcher: () => void) {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      },
      command: vi.fn(answer),
    };
    const become = (next: Connection) => {
      state = next;
      for (const watcher of watchers) watcher();
    };
    return { realtime: realtime as unknown as Realtime, become, watchers };
  }
  const refusal = async () => {
    throw new ApiError("validation_failed", "");
  };
  const silence = async () => {
    throw new ApiError("network", "");
  };

  it("is fine when a command is answered, be it by a refusal", async () => {
    expect(await checkSocket(socket("connected", refusal).realtime)).toBe("socket.fine");
    expect(await checkSocket(socket("connected", async () => null).realtime)).toBe("socket.fine");
  });

  it("is not fine when it is open, but nothing is answered", async () => {
    expect(await checkSocket(socket("connected", silence).realtime)).toBe("socket.unanswered");
  });

  it("is given some time to connect, and no more", async () => {
    const slow = socket("connecting", refusal);
    const soon = checkSocket(slow.realtime);
    slow.become("offline");
    slow.become("connected");
    expect(await soon).toBe("socket.fine");
    const dead = socket("offline", refusal);
    const never = checkSocket(dead.realtime);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await never).toBe("socket.offline");
    expect(dead.watchers.size).toBe(0);
  });
});
