"use client";

import clsx from "clsx";
import { useState } from "react";
import { useEvent } from "@/components/realtime/use-event";
import { useI18n } from "@/components/ui/i18n";
import { useZone } from "@/components/ui/moments";
import type { Me } from "@/lib/contracts/users";
import { fullDate } from "@/lib/i18n/time";
import { AvatarEditor } from "./avatar-editor";
import { ProfileForm } from "./profile-form";

/** One's own account as one shows it; follows what other tabs and devices change. */
export function OwnProfile({ initial }: { initial: Me }) {
  const { t, locale } = useI18n();
  const { timeZone, veil } = useZone();
  const [me, setMe] = useState(initial);
  useEvent("me.updated", setMe);
  return (
    <div className="mx-auto grid w-full max-w-form gap-7 pt-2">
      <AvatarEditor me={me} onSaved={setMe} />
      <ProfileForm me={me} onSaved={setMe} />
      <p className={clsx("text-center text-soft text-sm", veil)}>
        {t("profile.joined", { date: fullDate(me.created_at, locale, timeZone) })}
      </p>
    </div>
  );
}
