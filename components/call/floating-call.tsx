"use client";

import { Mic, MicOff, PhoneOff } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { Avatar } from "@/components/ui/avatar";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { useCall } from "./call-context";
import { CallTimer } from "./call-timer";
import { type ActiveCall, Happening } from "./happening";

/** Document Picture-in-Picture (WICG), which TypeScript does not know yet. */
interface PictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

function pictureInPicture(): PictureInPicture | undefined {
  return (window as { documentPictureInPicture?: PictureInPicture }).documentPictureInPicture;
}

/** Gives a window the page's styles, language and theme. */
function dress(target: Window): void {
  for (const style of document.querySelectorAll('link[rel="stylesheet"], style')) {
    target.document.head.append(target.document.importNode(style, true));
  }
  for (const { name, value } of document.documentElement.attributes) {
    target.document.documentElement.setAttribute(name, value);
  }
}

/** A small window that stays above every other one, where the browser has such windows. */
export function useFloating() {
  const [supported, setSupported] = useState(false);
  const [target, setTarget] = useState<Window | null>(null);
  useEffect(() => setSupported(Boolean(pictureInPicture())), []);
  useEffect(() => () => target?.close(), [target]);
  const open = useCallback(async () => {
    try {
      const made = await pictureInPicture()?.requestWindow({ width: 360, height: 84 });
      if (!made) return;
      dress(made);
      made.addEventListener("pagehide", () => setTarget(null));
      setTarget(made);
    } catch {
      // The browser keeps its windows to itself: the bar stays where it is.
    }
  }, []);
  return { supported, target, open };
}

/** The call in its own small window. */
export function FloatingCall({ call, target }: { call: ActiveCall; target: Window }) {
  const { t } = useI18n();
  const { toggleMute, hangUp } = useCall();
  const { person, muted } = call;
  return createPortal(
    <section
      aria-label={t("call.region")}
      className="flex h-dvh items-center gap-3 bg-live px-3 text-on-fill text-sm leading-snug"
    >
      <Avatar id={person.id} name={person.name} src={person.avatar} size={38} />
      <div className="grid min-w-0 flex-1">
        <b className="min-w-0 font-semibold">
          <bdi className="cut">{person.name}</bdi>
        </b>
        <span className="flex min-w-0 gap-2">
          <CallTimer since={call.since} />
          <Happening call={call} className="truncate empty:hidden" />
        </span>
      </div>
      <IconButton
        label={t(muted ? "call.unmute" : "call.mute")}
        onClick={toggleMute}
        className="bg-on-fill/18 text-on-fill! hover:bg-on-fill/10!"
      >
        {muted ? <MicOff aria-hidden="true" size={20} /> : <Mic aria-hidden="true" size={20} />}
      </IconButton>
      <IconButton label={t("call.hang_up")} variant="danger" onClick={hangUp}>
        <PhoneOff aria-hidden="true" size={20} />
      </IconButton>
    </section>,
    target.document.body,
  );
}
