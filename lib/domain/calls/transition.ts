import type { EndReason } from "@/lib/contracts/calls";

export type Role = "caller" | "callee";

/** Each state holds only what is true in it. */
export type CallState =
  | { status: "ringing"; callerDevice: string; ringExpiresAt: Date }
  | { status: "accepted"; callerDevice: string; calleeDevice: string; acceptedAt: Date }
  | { status: "ended"; endReason: EndReason; acceptedAt: Date | null; endedAt: Date };

type Ringing = Extract<CallState, { status: "ringing" }>;
type Accepted = Extract<CallState, { status: "accepted" }>;

/** What may happen to a call, at the server's time `at`. */
export type CallEvent = { at: Date } & (
  | { type: "accept" | "decline" | "cancel"; by: Role; device: string }
  /** `failed`: no way was found from one to the other, or one has no microphone */
  | { type: "hangup"; by: Role; device: string; failed: boolean }
  /** blocked or deleted: over, whichever device they speak from */
  | { type: "parted"; by: Role }
  | { type: "ring_expired" }
  /** the bound device was last seen before `unseenSince` */
  | { type: "device_gone"; role: Role; unseenSince: Date }
);

export type Refusal = "wrong_role" | "call_over" | "call_lost_race" | "device_not_bound" | "not_due";

export type Transition =
  | { kind: "next"; state: Exclude<CallState, Ringing> }
  /** already so: the same request once more */
  | { kind: "same" }
  | { kind: "refused"; refusal: Refusal };

const roleOfCommand: Partial<Record<CallEvent["type"], Role>> = {
  accept: "callee",
  decline: "callee",
  cancel: "caller",
};

const refused = (refusal: Refusal): Transition => ({ kind: "refused", refusal });

function ended(event: CallEvent, endReason: EndReason, acceptedAt: Date | null): Transition {
  return { kind: "next", state: { status: "ended", endReason, acceptedAt, endedAt: event.at } };
}

function fromRinging(call: Ringing, event: CallEvent): Transition {
  switch (event.type) {
    case "accept": {
      if (event.at >= call.ringExpiresAt) return refused("call_over");
      const { callerDevice } = call;
      return {
        kind: "next",
        state: { status: "accepted", callerDevice, calleeDevice: event.device, acceptedAt: event.at },
      };
    }
    case "decline":
      return ended(event, "declined", null);
    case "cancel":
    case "hangup":
      // A ring sounds on all devices of the callee, so any of them may end it; the caller has only one.
      if (event.by === "callee") return ended(event, "declined", null);
      return event.device === call.callerDevice ? ended(event, "cancelled", null) : refused("device_not_bound");
    case "parted":
      return ended(event, event.by === "caller" ? "cancelled" : "declined", null);
    case "ring_expired":
      return event.at >= call.ringExpiresAt ? ended(event, "missed", null) : refused("not_due");
    case "device_gone":
      return event.role === "caller" ? ended(event, "cancelled", null) : refused("not_due");
  }
}

function fromAccepted(call: Accepted, event: CallEvent): Transition {
  switch (event.type) {
    case "accept":
      return event.device === call.calleeDevice ? { kind: "same" } : refused("call_lost_race");
    case "decline":
    case "cancel":
      return refused("call_lost_race");
    case "hangup": {
      const bound = event.by === "caller" ? call.callerDevice : call.calleeDevice;
      if (event.device !== bound) return refused("device_not_bound");
      return ended(event, event.failed ? "failed" : "completed", call.acceptedAt);
    }
    case "parted":
      return ended(event, "completed", call.acceptedAt);
    case "ring_expired":
      return refused("not_due");
    case "device_gone":
      return ended(event, "failed", call.acceptedAt);
  }
}

/** The next state of a call, or why there is none. Pure; an ended call never changes again. */
export function transition(call: CallState, event: CallEvent): Transition {
  const role = roleOfCommand[event.type];
  if (role && "by" in event && event.by !== role) return refused("wrong_role");
  switch (call.status) {
    case "ringing":
      return fromRinging(call, event);
    case "accepted":
      return fromAccepted(call, event);
    case "ended":
      return refused("call_over");
  }
}
