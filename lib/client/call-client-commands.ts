import type { Call, CurrentCall, Signal } from "@/lib/contracts/calls";
import { ApiError, api } from "./api";
import type { SaidReport } from "./call-quality-sampler";
import { createIceConfig } from "./ice-config";
import type { Realtime } from "./realtime";
import { sleep } from "./sleep";

/** fail: hang up because no way was found to the other, or there is no microphone */
export type Farewell = "decline" | "cancel" | "hangup" | "fail";

/** What this tab says to the server about its call, and asks it. */
export interface CallCommands {
  /**
   * Answers the call, which has ended as busy where the other is in another one.
   * @throws ApiError `not_found`, `forbidden` (blocked, gone, or not accepted yet), `conflict` (in another call, or on another device), `rate_limited`, `network`
   */
  start(conversationId: number): Promise<Call>;
  /** @throws ApiError `conflict` (over, or taken elsewhere), `network` after the last try */
  accept(callId: string): Promise<Call>;
  /** Says so until the server has heard it; answers the call as it then is. @throws ApiError when the server refuses */
  leave(callId: string, how: Farewell): Promise<Call>;
  /**
   * Tells the caller that it rings here; `sounding`: and is heard here, so that the connection may be prepared.
   * `insteadOf`: the tab that was heard before.
   */
  reached(callId: string, sounding: boolean, insteadOf?: string | null): void;
  signal(callId: string, signal: Signal): void;
  /** How the call goes here. `parting`: the page goes away, and the report must outlive it. */
  report(callId: string, report: SaidReport, parting: boolean): void;
  /** The live call of the person, or null. Also keeps this device's part in it alive. */
  current(): Promise<CurrentCall | null>;
  get(callId: string): Promise<Call>;
  /** How a new peer finds its way. @throws ApiError when nothing says whether this person hides their address */
  iceServers(): Promise<RTCConfiguration>;
}

/** How often an answer to a ring is tried again, and how long a farewell is: a ring or a lease is over by then. */
const ACCEPT_TRIES = 3;
const LEAVE_TRIES = 12;

const isNetwork = (error: unknown) => error instanceof ApiError && error.code === "network";
/** Repeats `act` while the server cannot be reached, with growing pauses. */
async function untilReached<T>(tries: number, act: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act(attempt);
    } catch (error) {
      if (!isNetwork(error) || attempt === tries) throw error;
      await sleep(Math.min(500 * 2 ** (attempt - 1), 8000));
    }
  }
}

export function createCallCommands(realtime: Realtime, deviceId: string): CallCommands {
  const device_id = deviceId;
  const iceServers = createIceConfig();
  realtime.on("me.updated", (me) => iceServers.forget(me.relay_only));

  return {
    start: (conversation_id) => realtime.command<Call>("call:start", { conversation_id, device_id }),
    accept: (call_id) =>
      untilReached(ACCEPT_TRIES, () => realtime.command<Call>("call:accept", { call_id, device_id })),
    leave(call_id, how) {
      const verb = how === "fail" ? "hangup" : how;
      const body = { call_id, device_id, ...(how === "fail" && { reason: "failed" as const }) };
      return untilReached(LEAVE_TRIES, (attempt) =>
        attempt === 1 && realtime.connection() === "connected"
          ? realtime.command<Call>(`call:${verb}`, body)
          : api(`POST /calls/{call_id}/${verb}`, body),
      );
    },
    reached(call_id, sounding, insteadOf) {
      // Only says "Ringing…" to the caller and saves time: nothing is lost without it.
      const heir = insteadOf && { instead_of: insteadOf };
      realtime.command("call:reached", { call_id, device_id, sounding, ...heir }).catch(() => {});
    },
    signal(call_id, signal) {
      // A lost signal shows as a connection that does not come up, and that is tried again.
      realtime.command("call:signal", { call_id, device_id, signal }).catch(() => {});
    },
    report(call_id, report, parting) {
      const body = { call_id, device_id, ...report };
      const said = parting
        ? api("POST /calls/{call_id}/report", body, { keepalive: true })
        : realtime.command("call:report", body);
      // Only the log says less without it.
      said.catch(() => {});
    },
    current: () => api("GET /calls/current", { device_id }),
    get: (call_id) => api("GET /calls/{call_id}", { call_id }),
    iceServers: iceServers.get,
  };
}
