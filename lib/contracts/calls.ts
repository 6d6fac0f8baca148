import { z } from "zod";
import { DeviceId, Id, Instant, nestsAtMost, PageInput, Position } from "./common";
import { User } from "./users";

export const CallStatus = z.enum(["ringing", "accepted", "ended"]);
export type CallStatus = z.infer<typeof CallStatus>;

export const EndReason = z.enum(["completed", "declined", "cancelled", "missed", "busy", "failed"]);
export type EndReason = z.infer<typeof EndReason>;

export const Call = z.object({
  id: z.uuid(),
  conversation_id: Id,
  caller: User,
  callee: User,
  status: CallStatus,
  end_reason: EndReason.nullable(),
  created_at: Instant,
  ring_expires_at: Instant,
  accepted_at: Instant.nullable(),
  ended_at: Instant.nullable(),
  duration_s: z.number().int().nullable().describe("whole seconds talked; null until ended, 0 when never accepted"),
  caller_device_id: DeviceId,
  callee_device_id: DeviceId.nullable().describe("the device that accepted; null before"),
});
export type Call = z.infer<typeof Call>;

/** The live call of a person; `warm_device_id`: the callee's device that prepares its connection while it rings. */
export const CurrentCall = Call.extend({ warm_device_id: DeviceId.nullable() });
export type CurrentCall = z.infer<typeof CurrentCall>;

/** Two levels are what simple-peer sends. */
const MAX_SIGNAL_DEPTH = 8;

/** WebRTC signalling (RFC 9429) between the two bound devices. A higher generation replaces every older peer. */
export const Signal = z.object({
  generation: Position,
  restart: z
    .literal(true)
    .optional()
    .describe("asks the caller's side for a new offer of this generation, after a reload or a dead path"),
  /** what simple-peer's "signal" event gave: an SDP description or an ICE candidate */
  data: z
    .record(z.string(), z.unknown())
    .refine((data) => nestsAtMost(MAX_SIGNAL_DEPTH, data), "invalid_value")
    .optional(),
});
export type Signal = z.infer<typeof Signal>;

/** How a call goes for one side, as its device measures it (W3C WebRTC statistics). */
export const CallReport = z.object({
  route: z.enum(["host", "srflx", "prflx", "relay"]).describe("kind of the local ICE candidate in use (RFC 8445)"),
  loss: z.number().min(0).max(1).describe("share of the other's packets that were lost, 0 to 1"),
  jitter_ms: z.number().min(0).max(60_000),
  round_trip_ms: z.number().min(0).max(60_000),
  mos: z.number().min(1).max(4.5).describe("mean opinion score by the E-model (ITU-T G.107), 1 to 4.5"),
});
export type CallReport = z.infer<typeof CallReport>;

/** A call of the log, with what each side reported of it. */
export const LoggedCall = Call.extend({
  reports: z.object({ caller: CallReport.nullable(), callee: CallReport.nullable() }),
});
export type LoggedCall = z.infer<typeof LoggedCall>;

export const CallRef = z.object({ call_id: z.uuid() });
export const CallDevice = CallRef.extend({ device_id: DeviceId });
/** `reason` "failed": no way was found from one to the other, or one has no microphone; without it the call was wanted to end. */
export const HangupInput = CallDevice.extend({ reason: z.literal("failed").optional() });
export const StartCallInput = z.object({ conversation_id: Id, device_id: DeviceId });
export const SignalInput = CallDevice.extend({ signal: Signal });
export const CurrentCallInput = z.object({ device_id: DeviceId.optional() });
export const ReportInput = CallDevice.extend(CallReport.shape).extend({
  setup_ms: z.number().min(0).max(600_000).optional().describe("from accept to the first sound; in one report only"),
});
/**
 * `sounding`: this is the one tab of its browser that makes the ring heard; it may prepare the connection. `instead_of`:
 * the tab that was heard before it, and is gone.
 */
export const ReachedInput = CallDevice.extend({
  sounding: z.boolean().default(false),
  instead_of: DeviceId.optional(),
});
export const ListCallsInput = PageInput.extend({ filter: z.enum(["all", "missed"]).default("all") });
export const MissedCalls = z.object({ count: z.number().int() });
export const CallsSeen = z.object({ seen_at: Instant });

/** `RTCIceServer` (W3C WebRTC 1.0). */
export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
/** `ice_transport_policy` "relay": this person lets nobody learn their address (RFC 9429, 4.1.1). */
export const IceServers = z.object({
  ice_servers: z.array(IceServer),
  ttl_s: z.number().int(),
  ice_transport_policy: z.enum(["all", "relay"]),
});
