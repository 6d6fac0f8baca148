"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import { TextareaField } from "@/components/ui/textarea-field";
import { useAttempt } from "@/components/ui/use-attempt";
import { useHydrated } from "@/components/ui/use-hydrated";
import { useTypedEarly } from "@/components/ui/use-typed-early";
import { api } from "@/lib/client/api";
import type { Me } from "@/lib/contracts/users";

const ABOUT_MAX = 300;

type Draft = Partial<Pick<Me, "name" | "about">>;

/** Name and about. What one has typed stays, whatever the server says or another tab saves. */
export function ProfileForm({ me, onSaved }: { me: Me; onSaved: (me: Me) => void }) {
  const { t } = useI18n();
  const notify = useNotice();
  const [draft, setDraft] = useState<Draft>({});
  const { pending, refusal, attempt, forget } = useAttempt();
  const fields = refusal?.fields ?? {};

  const type = (change: Draft) => {
    setDraft((old) => ({ ...old, ...change }));
    for (const field of Object.keys(change)) forget(field);
  };
  const name = useRef<HTMLInputElement>(null);
  const about = useRef<HTMLTextAreaElement>(null);
  useTypedEarly(name, me.name, (typed) => type({ name: typed }));
  useTypedEarly(about, me.about, (typed) => type({ about: typed }));
  const hydrated = useHydrated();
  async function save(event: FormEvent) {
    event.preventDefault();
    const sent = draft;
    const saved = await attempt(async () => onSaved(await api("PATCH /me", sent)));
    if (!saved) return;
    // What was typed while it was on its way is not saved yet.
    setDraft((now) => (now === sent ? {} : now));
    notify({ text: t("profile.saved"), tone: "good" });
  }

  return (
    <form noValidate onSubmit={save} aria-label={t("profile.edit")} className="grid gap-4">
      <TextField
        ref={name}
        label={t("profile.name")}
        dir="auto"
        autoComplete="name"
        maxLength={64}
        value={draft.name ?? me.name}
        onChange={(event) => type({ name: event.target.value })}
        error={fields.name?.[0]}
      />
      <TextareaField
        ref={about}
        label={t("profile.about")}
        hint={t("profile.about_hint", { max: ABOUT_MAX })}
        maxLength={ABOUT_MAX}
        value={draft.about ?? me.about}
        onChange={(event) => type({ about: event.target.value })}
        error={fields.about?.[0]}
      />
      <FormError>{fields.name || fields.about ? null : refusal?.message}</FormError>
      <Button type="submit" size="large" pending={pending} disabled={!hydrated}>
        {t("profile.save")}
      </Button>
    </form>
  );
}
