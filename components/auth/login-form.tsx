"use client";

import { useI18n } from "@/components/ui/i18n";
import { PasswordField } from "@/components/ui/password-field";
import { signIn } from "@/lib/client/session";
import { AuthForm } from "./auth-form";
import { UsernameField } from "./username-field";

const fields = ["username", "password"] as const;

export function LoginForm() {
  const { t } = useI18n();
  return (
    <AuthForm
      fields={fields}
      enter={({ username = "", password = "" }) => signIn({ username, password })}
      label={t("auth.login.title")}
      submit={t("auth.login.submit")}
      pendingText={t("auth.login.pending")}
      other={{ question: t("auth.login.no_account"), path: "/register", text: t("auth.login.register") }}
    >
      {(field) => (
        <>
          <UsernameField {...field("username")} />
          <PasswordField
            label={t("auth.password")}
            name="password"
            autoComplete="current-password"
            maxLength={1000}
            {...field("password")}
          />
        </>
      )}
    </AuthForm>
  );
}
