"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { refusalOf } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { chooseTheme, rememberLocale, type Theme, themes } from "@/lib/client/preferences";
import { type Locale, locales } from "@/lib/i18n/locale";
import { SettingCard } from "./setting-card";

const icons = { system: Monitor, light: Sun, dark: Moon };

/** Language and theme, both at once and without a reload: nothing that is typed anywhere is lost. */
export function Appearance({ initialTheme }: { initialTheme: Theme }) {
  const { t, locale } = useI18n();
  const router = useRouter();
  const notify = useNotice();
  const [theme, setTheme] = useState(initialTheme);
  const [language, setLanguage] = useState<Locale>(locale);
  const wished = useRef(locale);

  async function speak(next: Locale) {
    setLanguage(next);
    wished.current = next;
    try {
      // Asked first: where there is no answer the page would be gone, and what is open in it, instead of drawn anew.
      await api("PATCH /me", { locale: next });
      if (wished.current !== next) return;
      rememberLocale(next);
      router.refresh();
    } catch (error) {
      if (wished.current === next) setLanguage(locale);
      notify({ text: refusalOf(error, t).message, tone: "bad" });
    }
  }

  return (
    <SettingCard id="appearance" title={t("settings.appearance")}>
      <Segmented
        label={t("settings.language")}
        value={language}
        options={locales.map((value) => ({ value, label: t(`settings.languages.${value}`), lang: value }))}
        onValue={speak}
      />
      <Segmented
        label={t("settings.theme")}
        value={theme}
        options={themes.map((value) => {
          const Icon = icons[value];
          return {
            value,
            label: t(`settings.themes.${value}`),
            icon: <Icon aria-hidden="true" size={18} className="max-sm:hidden" />,
          };
        })}
        onValue={(value) => {
          setTheme(value);
          chooseTheme(value);
        }}
      />
    </SettingCard>
  );
}
