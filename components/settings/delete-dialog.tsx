"use client";

import { useState } from "react";
import { useSignedIn } from "@/components/realtime/realtime-provider";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormError } from "@/components/ui/form-error";
import { useI18n } from "@/components/ui/i18n";
import { PasswordField } from "@/components/ui/password-field";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { forgetPerson } from "@/lib/client/leftovers";
import { leaveBy, signOut } from "@/lib/client/session";

/** Asks for the password, deletes, and leaves with a word of it. */
export function DeleteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const me = useSignedIn().id;
  const [password, setPassword] = useState("");
  const [gone, setGone] = useState(false);
  const { pending, refusal, attempt, refuse, forget } = useAttempt();
  const wrong = refusal?.fields.password?.[0];

  async function remove() {
    if (password === "") return refuse({ password: [t("errors.required")] });
    const work = async () => {
      await api("DELETE /me", { password });
      // The session is over already; this only takes the cookie away.
      await signOut().catch(() => {});
      await forgetPerson(me);
    };
    if (await attempt(() => leaveBy("deleted", work))) setGone(true);
  }

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && !gone && onClose()}
      title={t("settings.delete.confirm_title")}
      text={t("settings.delete.text")}
      confirm={t("settings.delete.submit")}
      danger
      pending={pending || gone}
      onConfirm={() => void remove()}
    >
      <PasswordField
        label={t("settings.delete.confirm_field")}
        name="password"
        autoComplete="current-password"
        maxLength={1000}
        value={password}
        onChange={(event) => {
          setPassword(event.target.value);
          forget("password");
        }}
        error={wrong}
      />
      <FormError>{wrong ? null : refusal?.message}</FormError>
    </ConfirmDialog>
  );
}
