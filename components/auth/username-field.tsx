import { useI18n } from "@/components/ui/i18n";
import { TextField } from "@/components/ui/text-field";
import type { AuthField } from "./auth-form";

/** Usernames are Latin: written left to right, but standing where the language of the page begins. */
export function UsernameField({ hint, ...field }: AuthField & { hint?: string }) {
  const { t, dir } = useI18n();
  return (
    <TextField
      label={t("auth.username")}
      hint={hint}
      name="username"
      dir="ltr"
      style={{ textAlign: dir === "rtl" ? "right" : "left" }}
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      maxLength={200}
      {...field}
    />
  );
}
