"use client";

import { Languages, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { buttonClass } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { useNotice } from "@/components/ui/notice";
import { chooseTheme, rememberLocale } from "@/lib/client/preferences";

/** Language and theme before anybody is signed in. Nothing typed is lost: the page is only drawn again. */
export function PreferenceCorner() {
  const { t, locale } = useI18n();
  const router = useRouter();
  const notify = useNotice();
  const other = locale === "ar" ? "en" : "ar";

  function speak() {
    // What is typed would be gone with the page.
    if (!navigator.onLine) return notify({ text: t("errors.offline"), tone: "bad" });
    rememberLocale(other);
    router.refresh();
  }

  function changeTheme() {
    const chosen = document.documentElement.dataset.theme;
    const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    chooseTheme(dark ? "light" : "dark");
  }

  return (
    <div className="flex items-center gap-1">
      <button type="button" lang={other} onClick={speak} className={buttonClass("quiet")}>
        <Languages aria-hidden="true" size={18} />
        {t(`settings.languages.${other}`)}
      </button>
      <IconButton label={t("settings.theme")} onClick={changeTheme}>
        <SunMoon aria-hidden="true" size={20} />
      </IconButton>
    </div>
  );
}
