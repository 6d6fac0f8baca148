"use client";

import { useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { Segmented } from "@/components/ui/segmented";
import type { Page } from "@/lib/client/api";
import type { LoggedCall } from "@/lib/contracts/calls";
import { type CallFilter, CallList } from "./call-list";
import { useSeenCalls } from "./use-seen-calls";

const filters = ["all", "missed"] as const;

/** The log: all calls, or the missed ones. Who opens it has seen what they missed. */
export function CallHistory({ initial }: { initial: Record<CallFilter, Page<LoggedCall>> }) {
  const { t } = useI18n();
  const [filter, setFilter] = useState<CallFilter>("all");
  useSeenCalls();
  const used = initial.all.items.length > 0 || filter === "missed";
  return (
    <>
      {used && (
        <Segmented
          label={t("call.history.filter.label")}
          value={filter}
          options={filters.map((value) => ({ value, label: t(`call.history.filter.${value}`) }))}
          onValue={setFilter}
          className="mb-4 sm:max-w-xs [&>legend]:sr-only"
        />
      )}
      <CallList key={filter} filter={filter} initial={initial[filter]} />
    </>
  );
}
