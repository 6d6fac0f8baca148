"use client";

import clsx from "clsx";
import Link from "next/link";
import { useSignedIn } from "@/components/realtime/realtime-provider";
import { Avatar } from "@/components/ui/avatar";
import { useI18n } from "@/components/ui/i18n";
import { DayAndClock } from "@/components/ui/moments";
import { levelOfMos } from "@/lib/client/call-quality";
import type { LoggedCall } from "@/lib/contracts/calls";
import { CallButton } from "./call-button";
import { chatPath } from "./call-context";
import { CallGlyph } from "./call-glyph";
import { standingOf } from "./call-standing";

/** One call of the log: with whom, what became of it, when, how long, how it went, and the way to call back. */
export function CallRow({ call }: { call: LoggedCall }) {
  const { t, duration } = useI18n();
  const me = useSignedIn();
  const { direction, missed, word } = standingOf(call, me.id);
  const person = direction === "outgoing" ? call.callee : call.caller;
  // Without a connection nobody measured anything, and the time passed in silence.
  const talked = call.end_reason === "completed" || call.reports.caller || call.reports.callee;
  return (
    <li className="flex items-center gap-3.5 rounded-field border border-line bg-surface p-3">
      <Link
        href={chatPath(call.conversation_id)}
        className="-m-1 flex min-w-0 flex-1 items-center gap-3.5 rounded-surface p-1"
      >
        <Avatar id={person.id} name={person.name} src={person.avatar} />
        <span className="grid min-w-0">
          <bdi className="cut font-semibold">{person.name}</bdi>
          <span
            className={clsx(
              "flex min-w-0 flex-wrap items-center gap-x-1.5 text-sm",
              missed ? "text-amber" : "text-soft",
            )}
          >
            <CallGlyph direction={direction} missed={missed} />
            <span>{t(`call.history.${word}`)}</span>
            <Dot />
            <DayAndClock at={call.created_at} />
            {talked && call.duration_s ? (
              <>
                <Dot />
                <span className="tabular-nums">{duration(call.duration_s)}</span>
              </>
            ) : null}
          </span>
          <HowItWent call={call} side={direction === "outgoing" ? "caller" : "callee"} />
        </span>
      </Link>
      <CallButton conversationId={call.conversation_id} person={person} variant={missed ? "back" : "soft"} />
    </li>
  );
}

/** How it was heard on this side, or, where this side had no time to say, on the other. */
function HowItWent({ call, side }: { call: LoggedCall; side: "caller" | "callee" }) {
  const { t } = useI18n();
  const report = call.reports[side] ?? call.reports.caller ?? call.reports.callee;
  if (!report) return null;
  const percent = Math.round(report.loss * 100);
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-soft text-sm">
      <span>{t(`call.quality.${levelOfMos(report.mos)}`)}</span>
      <Dot />
      <span>{t(report.route === "relay" ? "call.history.route.relay" : "call.history.route.direct")}</span>
      {percent > 0 && (
        <>
          <Dot />
          <span>{t("call.history.loss", { percent })}</span>
        </>
      )}
    </span>
  );
}

const Dot = () => <span aria-hidden="true">·</span>;
