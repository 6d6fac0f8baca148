"use client";

import { useState } from "react";
import { useEvent } from "@/components/realtime/use-event";
import { useI18n } from "@/components/ui/i18n";
import type { Me } from "@/lib/contracts/users";
import { AvatarEditor } from "./avatar-editor";
import { ProfileForm } from "./profile-form";

/** One's own account as one shows it; follows what other tabs and devices change. */
export function OwnProfile({ initial }: { initial: Me }) {
  const { t, fullDate } = useI18n();
  const [me, setMe] = useState(initial);
  useEvent("me.updated", setMe);
  return (
    <div className="mx-auto grid w-full max-w-form gap-7 pt-2">
      <AvatarEditor me={me} onSaved={setMe} />
      <ProfileForm me={me} onSaved={setMe} />
      {/* The reader's zone may be a day ahead of the server's. */}
      <p className="text-center text-soft text-sm" suppressHydrationWarning>
        {t("profile.joined", { date: fullDate(me.created_at) })}
      </p>
    </div>
  );
}
