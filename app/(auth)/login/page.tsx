import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/components/auth/auth-heading";
import { LoginForm } from "@/components/auth/login-form";
import { LoginNotice } from "@/components/auth/login-notice";
import { createTranslator } from "@/lib/i18n/translate";
import { currentSession, pageLocale } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: createTranslator(await pageLocale()).t("auth.login.submit") };
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ after?: string | string[] }> }) {
  if (await currentSession()) redirect("/chat");
  const { t } = createTranslator(await pageLocale());
  const { after } = await searchParams;
  return (
    <>
      <AuthHeading title={t("common.app_name")} line={t("common.tagline")} />
      <LoginNotice after={after} />
      <LoginForm />
    </>
  );
}
