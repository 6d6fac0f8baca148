"use client";

import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { PasswordField } from "@/components/ui/password-field";
import { useAttempt } from "@/components/ui/use-attempt";
import { useHydrated } from "@/components/ui/use-hydrated";
import { api } from "@/lib/client/api";
import { SettingCard } from "./setting-card";

const PASSWORD_MIN = 8;

export function PasswordForm({ username }: { username: string }) {
  const { t } = useI18n();
  const notify = useNotice();
  const hydrated = useHydrated();
  const { pending, refusal, attempt, refuse, forget } = useAttempt();
  const fields = refusal?.fields ?? {};
  const current = fields.current_password?.[0];
  const next = fields.new_password?.[0];

  async function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const body = {
      current_password: String(data.get("current_password") ?? ""),
      new_password: String(data.get("new_password") ?? ""),
    };
    const empty = Object.entries(body).filter(([, typed]) => typed === "");
    if (empty.length > 0) return refuse(Object.fromEntries(empty.map(([field]) => [field, [t("errors.required")]])));
    if (!(await attempt(() => api("POST /me/password", body)))) return;
    form.reset();
    notify({ text: t("settings.password.done"), tone: "good" });
  }

  return (
    <SettingCard id="password" title={t("settings.password.title")}>
      <form noValidate method="post" onSubmit={change} aria-labelledby="password" className="grid gap-4">
        {/* Tells password managers whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          label={t("settings.password.current")}
          name="current_password"
          autoComplete="current-password"
          maxLength={1000}
          error={current}
          onChange={() => forget("current_password")}
        />
        <PasswordField
          label={t("settings.password.next")}
          hint={t("auth.register.password_hint", { min: PASSWORD_MIN })}
          name="new_password"
          autoComplete="new-password"
          maxLength={128}
          error={next}
          onChange={() => forget("new_password")}
        />
        <FormError>{current || next ? null : refusal?.message}</FormError>
        <Button type="submit" variant="soft" pending={pending} disabled={!hydrated} className="justify-self-start">
          {t("settings.password.submit")}
        </Button>
      </form>
    </SettingCard>
  );
}
