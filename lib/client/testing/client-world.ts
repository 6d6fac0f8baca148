import { vi } from "vitest";
import { ApiError } from "@/lib/client/api";
import { createCallClient } from "@/lib/client/call-client";
import type { CallCommands } from "@/lib/client/call-client-commands";
import type { CallMedia } from "@/lib/client/call-client-media";
import type { Media, MicrophoneProblem } from "@/lib/client/call-client-state";
import type { StatsEntry } from "@/lib/client/call-quality";
import type { Connection, Realtime } from "@/lib/client/realtime";
import type { Call, CurrentCall, Signal } from "@/lib/contracts/calls";
import type { EventData, EventName } from "@/lib/contracts/events";

export const ahmed = { id: 1, name: "Ahmed", username: "ahmed", avatar: null };
export const sara = { id: 2, name: "Sara", username: "sara", avatar: null };
export const ringing = {
  id: "call-1",
  conversation_id: 7,
  caller: ahmed,
  callee: sara,
  status: "ringing",
  end_reason: null,
  created_at: "2026-01-25T10:00:00.000Z",
  caller_device_id: "tab-ahmed",
  callee_device_id: null,
} as Call;
export const accepted: Call = { ...ringing, status: "accepted", callee_device_id: "tab-sara" };
export const ended = (end_reason: Call["end_reason"]): Call => ({ ...accepted, status: "ended", end_reason });
export const now = (call: Call, warm_device_id: string | null = null): CurrentCall => ({ ...call, warm_device_id });
export const unreachable = new ApiError("network", "");

/** The call of one tab: what it asks of the server is seen and answered here. */
export function clientWorld(
  who: "caller" | "callee",
  { connection = "connecting", device }: { connection?: Connection; device?: string } = {},
) {
  const handlers = new Map<string, (data: never) => void>();
  const connected = new Set<() => void>();
  const realtime = {
    connection: () => connection,
    on(name: string, handler: (data: never) => void) {
      handlers.set(name, handler);
      return () => handlers.delete(name);
    },
    onConnected(listener: () => void) {
      connected.add(listener);
      return () => connected.delete(listener);
    },
  } as unknown as Realtime;
  const commands = {
    start: vi.fn<CallCommands["start"]>(async () => ringing),
    accept: vi.fn<CallCommands["accept"]>(async () => accepted),
    leave: vi.fn<CallCommands["leave"]>(async () => ended("completed")),
    reached: vi.fn<CallCommands["reached"]>(),
    signal: vi.fn<CallCommands["signal"]>(),
    report: vi.fn<CallCommands["report"]>(),
    current: vi.fn<CallCommands["current"]>(async () => null),
    get: vi.fn<CallCommands["get"]>(async () => ended("completed")),
    iceServers: vi.fn<CallCommands["iceServers"]>(async () => ({})),
  };
  const media = {
    follow: vi.fn(),
    take: vi.fn<(callId: string, signal: Signal) => void>(),
    prepare: vi.fn<CallMedia["prepare"]>(),
    setMicrophone: vi.fn(),
    setSpeaker: vi.fn(),
    revive: vi.fn(),
    level: () => 0,
    stats: vi.fn(async (): Promise<StatsEntry[]> => []),
    close: vi.fn(),
  };
  let onMedia = (_: Media) => {};
  const track = { enabled: true, stop: vi.fn() };
  const open = vi.fn(
    async () => ({ getTracks: () => [track], getAudioTracks: () => [track] }) as unknown as MediaStream,
  );
  const known = vi.fn<() => MicrophoneProblem | null>(() => null);
  const client = createCallClient({
    self: who === "caller" ? { userId: 1, deviceId: "tab-ahmed" } : { userId: 2, deviceId: device ?? "tab-sara" },
    realtime,
    commands,
    createMedia: (given) => {
      onMedia = given.onMedia;
      return media;
    },
    microphone: { open, knownProblem: known },
  });
  const hear = <N extends EventName>(name: N, data: EventData[N]) => handlers.get(name)?.(data as never);
  const ring = (call = ringing) =>
    hear("incoming_call", {
      type: "incoming_call",
      call_id: call.id,
      caller_username: "ahmed",
      conversation_id: 7,
      call,
    });
  const connect = async () => {
    for (const listener of connected) listener();
    await settle();
  };
  const tellMedia = (next: Media) => onMedia(next);
  return {
    client,
    commands,
    known,
    media,
    track,
    open,
    hear,
    ring,
    connect,
    tellMedia,
    state: () => client.store.getState(),
  };
}

/** Lets every promise that can be settled be so. */
export const settle = () => vi.advanceTimersByTimeAsync(0);

/** For `beforeEach`: a browser whose time stands still until it is moved. */
export function beginBrowser(): void {
  vi.useFakeTimers();
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  };
  vi.stubGlobal("sessionStorage", storage);
  vi.stubGlobal("localStorage", storage);
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("navigator", {});
}

/** For `afterEach`. */
export function endBrowser(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
}
