"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useI18n } from "@/components/ui/i18n";
import { Segmented } from "@/components/ui/segmented";

const HOUR_MS = 3_600_000;
const spans = { hours: 8 * HOUR_MS, week: 7 * 24 * HOUR_MS, always: null } as const;
type Span = keyof typeof spans;

/** No sound and no notification, for as long as one chooses. `onMute` gets the time when that ends (ISO 8601). */
export function MuteDialog(props: { open: boolean; onOpenChange(open: boolean): void; onMute(until: string): void }) {
  const { t } = useI18n();
  const [span, setSpan] = useState<Span>("hours");
  const mute = () => {
    const ms = spans[span];
    props.onMute(ms === null ? "9999-12-31T00:00:00.000Z" : new Date(Date.now() + ms).toISOString());
  };
  return (
    <ConfirmDialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={t("settle.mute")}
      text={t("settle.mute_text")}
      confirm={t("settle.mute")}
      onConfirm={mute}
    >
      <Segmented
        label={t("settle.mute_span")}
        value={span}
        onValue={setSpan}
        options={[
          { value: "hours", label: t("settle.mute_hours") },
          { value: "week", label: t("settle.mute_week") },
          { value: "always", label: t("settle.mute_always") },
        ]}
      />
    </ConfirmDialog>
  );
}
