"use client";

import { AfterCall } from "./after-call";
import { useCall } from "./call-context";
import { IncomingCallModal } from "./incoming-call-modal";
import { OutgoingCall } from "./outgoing-call";
import { useCallKeys } from "./use-call-keys";
import { useMediaSession } from "./use-media-session";
import { useRinger } from "./use-ringer";

/** What a call puts over every page; the bar of a running call stands in the page's frame instead. */
export function CallLayer() {
  const { state } = useCall();
  const silent = useRinger();
  useCallKeys();
  useMediaSession();
  if (state.phase === "ended") return <AfterCall ended={state} />;
  if (state.phase === "idle" || state.leaving) return null;
  if (state.phase === "incoming") return <IncomingCallModal ring={state} silent={silent} />;
  if (state.phase === "outgoing") return <OutgoingCall ring={state} />;
  return null;
}
