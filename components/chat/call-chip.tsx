"use client";

import clsx from "clsx";
import { Phone } from "lucide-react";
import { memo, useState } from "react";
import { useCall } from "@/components/call/call-context";
import { CallGlyph } from "@/components/call/call-glyph";
import { Dots } from "@/components/ui/dots";
import { useI18n } from "@/components/ui/i18n";
import { ClockTime } from "@/components/ui/moments";
import type { Message } from "@/lib/contracts/chat";
import { callWords } from "./call-words";

type ChipProps = { message: Message; me: number; fresh: boolean };

/** A call as it stands among the messages: what became of it, how long, when, and the way to ring again. */
export const CallChip = memo(function CallChip({ message, me, fresh }: ChipProps) {
  const { t, duration } = useI18n();
  const { state, start } = useCall();
  const [waiting, setWaiting] = useState(false);
  const taken = state.phase !== "idle" && state.phase !== "ended";
  const { key, missed, direction, seconds } = callWords(message.call, me);
  const other = message.call && (direction === "outgoing" ? message.call.callee : message.call.caller);
  return (
    <article
      data-seq={message.seq}
      className={clsx(
        "my-2 flex max-w-full items-center gap-2 self-center rounded-surface bg-sunk ps-3.5 text-sm",
        missed ? "text-amber" : "text-soft",
        fresh && "animate-rise",
      )}
    >
      <CallGlyph direction={direction} missed={missed} />
      <span>
        {t(key)}
        {seconds !== null && <span className="tabular-nums"> · {duration(seconds)}</span>}
        {" · "}
        <ClockTime at={message.created_at} />
      </span>
      {other && (
        <button
          type="button"
          aria-label={t("chat.ring_again")}
          title={t("chat.ring_again")}
          aria-disabled={taken}
          aria-busy={waiting || undefined}
          onClick={() => {
            if (taken || waiting) return;
            setWaiting(true);
            void start(message.conversation_id, other).finally(() => setWaiting(false));
          }}
          className="grid size-11 place-items-center rounded-surface text-brand-ink transition-colors hover:bg-brand-wash aria-disabled:opacity-50"
        >
          {waiting ? <Dots /> : <Phone aria-hidden="true" size={16} />}
        </button>
      )}
    </article>
  );
});
