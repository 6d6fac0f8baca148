"use client";

import { CircleCheck, Info } from "lucide-react";
import { useI18n } from "@/components/ui/i18n";
import type { TextKey } from "@/lib/i18n/catalogue";

const texts = new Map<unknown, TextKey>([
  ["signed-out", "auth.login.signed_out"],
  ["session-ended", "auth.login.session_ended"],
  ["deleted", "auth.login.deleted"],
]);

/** Why one is here: `?after=signed-out | session-ended | deleted`. */
export function LoginNotice({ after }: { after: unknown }) {
  const { t } = useI18n();
  const text = texts.get(after);
  if (!text) return null;
  const Icon = after === "session-ended" ? Info : CircleCheck;
  return (
    <p
      role="status"
      className="mb-5 flex animate-rise items-start justify-center gap-2.5 rounded-surface bg-brand-wash px-4 py-3 text-brand-ink text-sm"
    >
      <Icon aria-hidden="true" size={18} className="mt-[0.2em]" />
      {t(text)}
    </p>
  );
}
