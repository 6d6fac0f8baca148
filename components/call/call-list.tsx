"use client";

import Link from "next/link";
import { useMemo, useState } from "react";
import { useLive } from "@/components/realtime/use-live";
import { Button, buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { api, type Page } from "@/lib/client/api";
import type { LoggedCall } from "@/lib/contracts/calls";
import { CallRow } from "./call-row";

export type CallFilter = "all" | "missed";

/** Newest first, each call once; a newer reading of the same call wins. */
function merge(newest: LoggedCall[], older: LoggedCall[]): LoggedCall[] {
  const known = new Set(newest.map((call) => call.id));
  return [...newest, ...older.filter((call) => !known.has(call.id))];
}

export type CallListProps = { filter: CallFilter; initial: Page<LoggedCall> };

/** The calls made and received, or missed; live, and reaching back as far as one likes. */
export function CallList({ filter, initial }: CallListProps) {
  const { t } = useI18n();
  const notify = useNotice();
  const { data } = useLive(initial, () => api("GET /calls", { filter }), ["call.ended", "call.reported"]);
  // What has been loaded further back stays; null as long as there is only the first page.
  const [further, setFurther] = useState<Page<LoggedCall> | null>(null);
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
      const page = await api("GET /calls", { filter, cursor });
      // Newer calls may push the first page's last ones out of it: keep those too.
      const kept = further ? further.items : data.items;
      setFurther({ items: merge(kept, page.items), next_cursor: page.next_cursor });
    } catch {
      notify({ text: t("call.history.unread"), tone: "bad" });
    } finally {
      setLoading(false);
    }
  };
  if (calls.length === 0) return <NoCalls filter={filter} />;
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

function NoCalls({ filter }: { filter: CallFilter }) {
  const { t } = useI18n();
  if (filter === "missed")
    return (
      <EmptyState
        drawing="calls"
        title={t("call.history.none_missed.title")}
        text={t("call.history.none_missed.text")}
      />
    );
  return (
    <EmptyState
      drawing="calls"
      title={t("call.history.empty.title")}
      text={t("call.history.empty.text")}
      action={
        <Link href="/chat" className={buttonClass()}>
          {t("call.history.empty.action")}
        </Link>
      }
    />
  );
}
