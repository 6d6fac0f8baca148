"use client";

import { useI18n } from "@/components/ui/i18n";
import { PasswordField } from "@/components/ui/password-field";
import { TextField } from "@/components/ui/text-field";
import { register } from "@/lib/client/session";
import { AuthForm } from "./auth-form";
import { UsernameField } from "./username-field";

const fields = ["name", "username", "password"] as const;
const PASSWORD_MIN = 8;

export function RegisterForm() {
  const { t } = useI18n();
  return (
    <AuthForm
      fields={fields}
      enter={({ name = "", username = "", password = "" }) => register({ name, username, password })}
      label={t("auth.register.title")}
      submit={t("auth.register.submit")}
      pendingText={t("auth.register.pending")}
      other={{ question: t("auth.register.have_account"), path: "/login", text: t("auth.register.login") }}
    >
      {(field) => (
        <>
          <TextField
            label={t("auth.name")}
            hint={t("auth.register.name_hint")}
            name="name"
            dir="auto"
            autoComplete="name"
            maxLength={64}
            {...field("name")}
          />
          <UsernameField hint={t("auth.register.username_hint")} {...field("username")} />
          <PasswordField
            label={t("auth.password")}
            hint={t("auth.register.password_hint", { min: PASSWORD_MIN })}
            name="password"
            autoComplete="new-password"
            maxLength={128}
            {...field("password")}
          />
        </>
      )}
    </AuthForm>
  );
}
