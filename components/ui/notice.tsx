"use client";

import clsx from "clsx";
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { useI18n } from "./i18n";
import { IconButton } from "./icon-button";

export type NoticeTone = "plain" | "good" | "bad";

export type Notice = {
  text: string;
  tone?: NoticeTone;
  action?: { label: string; run: () => void };
  /** How long it stays, in milliseconds; by default 5 s, 8 s when bad. */
  stay?: number;
};

/** Shows a short word without taking the focus. A plain string is a plain notice. */
export type Notify = (notice: Notice | string) => void;

type Shown = Notice & { key: number };

const atOnce = 3;
const icons = { plain: Info, good: CircleCheck, bad: CircleAlert };
const NoticeContext = createContext<Notify | null>(null);

export function useNotice(): Notify {
  const notify = useContext(NoticeContext);
  if (!notify) throw new Error("useNotice needs a NoticeProvider above it");
  return notify;
}

/** Holds the page's one `status` region; more notices than fit wait for their turn. */
export function NoticeProvider({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const [queue, setQueue] = useState<Shown[]>([]);
  const next = useRef(0);
  const notify = useCallback<Notify>((notice) => {
    const made = typeof notice === "string" ? { text: notice } : notice;
    next.current += 1;
    const key = next.current;
    // The same words again only start their time anew.
    setQueue((old) => [...old.filter((one) => one.text !== made.text), { ...made, key }]);
  }, []);
  const dismiss = useCallback((key: number) => setQueue((old) => old.filter((one) => one.key !== key)), []);
  return (
    <NoticeContext value={notify}>
      {children}
      <div
        role="status"
        aria-label={t("common.notices")}
        className="pointer-events-none fixed inset-x-3 top-[calc(72px+env(safe-area-inset-top))] z-60 grid justify-items-center gap-2 md:top-auto md:bottom-6"
      >
        {queue.slice(0, atOnce).map((notice) => (
          <NoticeCard key={notice.key} notice={notice} dismiss={dismiss} />
        ))}
      </div>
    </NoticeContext>
  );
}

function NoticeCard({ notice, dismiss }: { notice: Shown; dismiss: (key: number) => void }) {
  const { t } = useI18n();
  const { key, text, tone = "plain", action, stay = tone === "bad" ? 8000 : 5000 } = notice;
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(key), stay);
    return () => clearTimeout(timer);
  }, [held, key, stay, dismiss]);
  const Icon = icons[tone];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: resting on it only holds its time; nothing is to be pressed
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex min-h-13 w-full max-w-[440px] animate-rise items-center gap-3 rounded-surface border border-line bg-surface ps-4 pe-1.5 shadow-float"
    >
      <Icon
        aria-hidden="true"
        size={20}
        className={clsx(tone === "bad" ? "text-no-ink" : tone === "good" ? "text-yes-ink" : "text-brand-ink")}
      />
      <div className="grid flex-1 justify-items-start py-3 leading-snug">
        <p>{text}</p>
        {action && (
          <button
            type="button"
            className="-ms-3 -mb-3 min-h-11 rounded-surface px-3 font-semibold text-brand-ink hover:underline"
            onClick={() => {
              action.run();
              dismiss(key);
            }}
          >
            {action.label}
          </button>
        )}
      </div>
      <IconButton label={t("common.dismiss")} onClick={() => dismiss(key)}>
        <X size={18} />
      </IconButton>
    </div>
  );
}
