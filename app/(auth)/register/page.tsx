import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthHeading } from "@/components/auth/auth-heading";
import { RegisterForm } from "@/components/auth/register-form";
import { createTranslator } from "@/lib/i18n/translate";
import { currentSession, pageLocale } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: createTranslator(await pageLocale()).t("auth.register.submit") };
}

export default async function RegisterPage() {
  if (await currentSession()) redirect("/chat");
  const { t } = createTranslator(await pageLocale());
  return (
    <>
      <AuthHeading title={t("auth.register.title")} line={t("common.tagline")} />
      <RegisterForm />
    </>
  );
}
