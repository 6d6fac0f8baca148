"use client";

import { type MouseEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from "react";
import { useCall } from "@/components/call/call-context";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { MicrophoneError } from "@/lib/client/microphone";
import type { OutboxFile } from "@/lib/client/outbox-rules";
import { stopVoice } from "@/lib/client/voice-player";
import { recordVoice, type VoiceRecorder } from "@/lib/client/voice-recorder";

/** A press that ends sooner is a tap: it records on until one sends, in milliseconds. */
const TAP_MS = 400;
/** Shorter than a word, in milliseconds. */
const LEAST_MS = 500;
/** As far as a finger slides to cancel, in pixels. */
export const SLIDE_PX = 96;

export interface Recording {
  /** "asking": the browser may be asking the person for the microphone */
  phase: "idle" | "asking" | "recording";
  recorder: VoiceRecorder | null;
  /** goes on without a finger */
  locked: boolean;
  /** how far the finger has slid towards cancelling, in pixels */
  slid: number;
  send(): void;
  cancel(): void;
  /** for the button that is held or tapped */
  button: {
    onPointerDown(event: PointerEvent): void;
    onClick(event: MouseEvent): void;
    onContextMenu(event: MouseEvent): void;
  };
}

const idle = { phase: "idle", recorder: null, locked: false, slid: 0 } as const;
type State = Pick<Recording, "phase" | "recorder" | "locked" | "slid">;

export interface RecordingOptions {
  /** as long as it may get, in milliseconds */
  longest: number;
  /** it was sent */
  onSend(file: OutboxFile): void;
  /** it ended by itself, and the person has still to decide */
  onEnded(file: OutboxFile): void;
}

/** Recording by holding a button, or by a tap on it and another on Send. */
export function useRecording({ longest, onSend, onEnded }: RecordingOptions): Recording {
  const { t, dir } = useI18n();
  const notify = useNotice();
  const { phase: call } = useCall().state;
  const [state, setState] = useState<State>(idle);
  const now = useRef<State>(idle);
  const attempt = useRef(0);
  const put = useCallback((next: State) => {
    now.current = next;
    setState(next);
  }, []);

  const cancel = useCallback(() => {
    attempt.current += 1;
    now.current.recorder?.cancel();
    put(idle);
  }, [put]);
  const end = useCallback(
    async (take: (file: OutboxFile) => void) => {
      const { recorder } = now.current;
      attempt.current += 1;
      put(idle);
      if (recorder) take(await recorder.finish());
    },
    [put],
  );
  const send = () => {
    if ((now.current.recorder?.elapsed() ?? 0) >= LEAST_MS) return void end(onSend);
    cancel();
    notify(t("files.too_short"));
  };

  const start = async (locked: boolean) => {
    if (now.current.phase !== "idle") return;
    if (call !== "idle" && call !== "ended") return notify(t("files.in_call"));
    stopVoice();
    attempt.current += 1;
    const mine = attempt.current;
    put({ ...idle, phase: "asking", locked });
    try {
      const recorder = await recordVoice(() => mine === attempt.current && void end(onEnded));
      if (mine !== attempt.current) return recorder.cancel();
      put({ ...now.current, phase: "recording", recorder });
    } catch (error) {
      if (!(error instanceof MicrophoneError)) throw error;
      if (mine !== attempt.current) return;
      put(idle);
      notify({ text: t(`files.microphone.${error.problem}`), tone: "bad" });
    }
  };

  const talking = call !== "idle" && call !== "ended" && call !== "incoming";
  useEffect(() => {
    if (talking) stopVoice();
  }, [talking]);

  const { phase } = state;
  useEffect(() => {
    if (phase !== "recording") return;
    const timer = setTimeout(() => void end(onEnded), longest);
    return () => clearTimeout(timer);
  }, [phase, longest, end, onEnded]);
  useEffect(() => {
    if (phase === "idle") return;
    const leave = (event: KeyboardEvent) => event.key === "Escape" && cancel();
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, [phase, cancel]);
  useEffect(() => cancel, [cancel]);

  const hold = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const began = { x: event.clientX, at: performance.now() };
    const over = new AbortController();
    const { signal } = over;
    // The button gives way to the recording, so the finger is followed on the window.
    window.addEventListener(
      "pointermove",
      ({ clientX }) => {
        const slid = Math.max(0, dir === "rtl" ? clientX - began.x : began.x - clientX);
        if (slid > SLIDE_PX) {
          over.abort();
          cancel();
        } else if (now.current.phase !== "idle") put({ ...now.current, slid });
      },
      { signal },
    );
    const released = () => {
      over.abort();
      if (now.current.phase === "idle") return;
      const tap = performance.now() - began.at < TAP_MS || now.current.phase === "asking";
      if (tap) put({ ...now.current, locked: true, slid: 0 });
      else send();
    };
    window.addEventListener("pointerup", released, { signal });
    window.addEventListener("pointercancel", released, { signal });
    void start(false);
  };

  return {
    ...state,
    send,
    cancel,
    button: {
      onPointerDown: hold,
      // By keyboard, or by what stands for one: without a pointer there is nothing to hold.
      onClick: (event) => event.detail === 0 && void start(true),
      // A long press is a hold here, not a menu.
      onContextMenu: (event) => event.preventDefault(),
    },
  };
}
