"use client";

import { useEffect, useEffectEvent } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useCall } from "./call-context";

/** What a headset's button or a locked screen may ask for (W3C Media Session); TypeScript knows only some. */
type Action = "hangup" | "togglemicrophone";

function handle(action: Action, handler: (() => void) | null): void {
  try {
    navigator.mediaSession.setActionHandler(action as MediaSessionAction, handler);
  } catch {
    // This browser does not know the action.
  }
}

/** Names the call to the system, and lets its keys mute and hang up. */
export function useMediaSession(): void {
  const { t } = useI18n();
  const { state, hangUp, toggleMute } = useCall();
  const active = state.phase === "active" && !state.leaving;
  const muted = state.phase === "active" && state.muted;
  const name = active ? state.person.name : null;
  const avatar = active ? state.person.avatar : null;
  const artist = t("call.region");
  const onHangUp = useEffectEvent(() => hangUp());
  const onToggle = useEffectEvent(() => toggleMute());
  useEffect(() => {
    const session = navigator.mediaSession;
    if (!name || !session || typeof MediaMetadata === "undefined") return;
    session.metadata = new MediaMetadata({ title: name, artist, artwork: avatar ? [{ src: avatar }] : [] });
    session.playbackState = "playing";
    handle("hangup", () => onHangUp());
    handle("togglemicrophone", () => onToggle());
    return () => {
      session.metadata = null;
      session.playbackState = "none";
      handle("hangup", null);
      handle("togglemicrophone", null);
    };
  }, [name, avatar, artist]);
  useEffect(() => {
    if (active) navigator.mediaSession?.setMicrophoneActive?.(!muted);
  }, [active, muted]);
}
