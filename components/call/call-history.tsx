"use client";

import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { useSignedIn } from "@/components/realtime/realtime-provider";
import { useLive } from "@/components/realtime/use-live";
import { Avatar } from "@/components/ui/avatar";
import { Button, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { api, type Page } from "@/lib/client/api";
import type { Call } from "@/lib/contracts/calls";
import { CallButton } from "./call-button";
import { chatPath } from "./call-context";
import { standingOf } from "./call-standing";

const firstPage = () => api.page<Call>("/calls");

/** Newest first, each call once; a newer reading of the same call wins. */
function merge(newest: Call[], older: Call[]): Call[] {
  const known = new Set(newest.map((call) => call.id));
  return [...newest, ...older.filter((call) => !known.has(call.id))];
}

/** The calls made and received; live, and reaching back as far as one likes. */
export function CallHistory({ initial }: { initial: Page<Call> }) {
  const { t } = useI18n();
  const notify = useNotice();
  const { data } = useLive(initial, firstPage, ["call.ended"]);
  // What has been loaded further back stays; null as long as there is only the first page.
  const [further, setFurther] = useState<Page<Call> | null>(null);
  const [loading, setLoading] = useState(false);
  const calls = useMemo(
    () => merge(data.items, further?.items ?? []).filter((call) => call.status === "ended"),
    [data, further],
  );
  const cursor = further ? further.next_cursor : data.next_cursor;
  const loadMore = async () => {
    if (loading || !cursor) return;
    setLoading(true);
    try {
      const page = await api.page<Call>(`/calls?cursor=${encodeURIComponent(cursor)}`);
      // Newer calls may push the first page's last ones out of it: keep those too.
      const kept = further ? further.items : data.items;
      setFurther({ items: merge(kept, page.items), next_cursor: page.next_cursor });
    } catch {
      notify({ text: t("call.history.unread"), tone: "bad" });
    } finally {
      setLoading(false);
    }
  };
  if (calls.length === 0)
    return (
      <EmptyState
        drawing="calls"
        title={t("call.history.empty.title")}
        text={t("call.history.empty.text")}
        action={
          <Link href="/chat" className={buttonClass("primary", "large")}>
            {t("call.history.empty.action")}
          </Link>
        }
      />
    );
  return (
    <>
      <ul className="grid gap-2.5">
        {calls.map((call) => (
          <CallRow key={call.id} call={call} />
        ))}
      </ul>
      {cursor && (
        <div className="mt-5 grid justify-items-center">
          <Button variant="soft" pending={loading} onClick={loadMore}>
            {t("common.load_more")}
          </Button>
        </div>
      )}
    </>
  );
}

const icons = { missed: PhoneMissed, incoming: PhoneIncoming, outgoing: PhoneOutgoing };

function CallRow({ call }: { call: Call }) {
  const { t, listTime, clock, duration } = useI18n();
  const me = useSignedIn();
  const { direction, missed, word } = standingOf(call, me.id);
  const person = direction === "outgoing" ? call.callee : call.caller;
  const Icon = icons[missed ? "missed" : direction];
  const day = listTime(call.created_at);
  const at = clock(call.created_at);
  return (
    <li className="flex items-center gap-3.5 rounded-field border border-line bg-surface p-3">
      <Link
        href={chatPath(call.conversation_id)}
        className="-m-1 flex min-w-0 flex-1 items-center gap-3.5 rounded-surface p-1"
      >
        <Avatar id={person.id} name={person.name} src={person.avatar} />
        <span className="grid min-w-0">
          <bdi className="truncate text-start font-semibold">{person.name}</bdi>
          <span
            className={`flex min-w-0 flex-wrap items-center gap-x-1.5 text-sm ${missed ? "text-amber" : "text-soft"}`}
          >
            <Icon aria-hidden="true" size={15} />
            <span>{t(`call.history.${word}`)}</span>
            <Dot />
            <time dateTime={call.created_at} suppressHydrationWarning>
              {day === at ? at : `${day} ${at}`}
            </time>
            {call.duration_s ? (
              <>
                <Dot />
                <span className="tabular-nums">{duration(call.duration_s)}</span>
              </>
            ) : null}
          </span>
        </span>
      </Link>
      <CallButton conversationId={call.conversation_id} person={person} variant={missed ? "back" : "soft"} />
    </li>
  );
}

const Dot = () => <span aria-hidden="true">·</span>;
