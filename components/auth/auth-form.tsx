"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { useI18n } from "@/components/ui/i18n";
import { useAttempt } from "@/components/ui/use-attempt";
import { useHydrated } from "@/components/ui/use-hydrated";
import { goOn, safeNext } from "@/lib/client/session";

export type AuthField = { error: string | null; onChange: () => void };

type AuthFormProps = {
  /** Names of the fields, all of which must be filled. */
  fields: readonly string[];
  enter: (typed: Record<string, string>) => Promise<void>;
  label: string;
  submit: string;
  pendingText: string;
  other: { question: string; path: "/login" | "/register"; text: string };
  children: (field: (name: string) => AuthField) => ReactNode;
};

/** What signing in and registering share: one submit at a time, errors at their fields, then a full navigation. */
export function AuthForm({ fields, enter, label, submit, pendingText, other, children }: AuthFormProps) {
  const { t } = useI18n();
  const query = useSearchParams();
  const form = useRef<HTMLFormElement>(null);
  const { pending, refusal, attempt, refuse, forget } = useAttempt();
  const [leaving, setLeaving] = useState(false);
  const hydrated = useHydrated();

  useEffect(() => {
    if (!refusal) return;
    // The first field that is wrong, or else the password: the likeliest to be typed again.
    const wrong = form.current?.querySelector<HTMLInputElement>("[aria-invalid]");
    const next =
      wrong ?? (refusal.code === "unauthenticated" ? form.current?.querySelector("input[name=password]") : null);
    if (next instanceof HTMLInputElement) next.focus();
  }, [refusal]);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending || leaving) return;
    const data = new FormData(event.currentTarget);
    const typed = Object.fromEntries(fields.map((name) => [name, String(data.get(name) ?? "")]));
    const empty = fields.filter((name) => typed[name]?.trim() === "");
    if (empty.length > 0) return refuse(Object.fromEntries(empty.map((name) => [name, [t("errors.required")]])));
    if (await attempt(() => enter(typed))) {
      setLeaving(true);
      // A whole new page, so that the root layout opens the socket of this person.
      goOn(safeNext(query.get("next"), window.location.origin));
    }
  }

  const known = fields.some((name) => refusal?.fields[name]);
  const atWork = pending || leaving;
  const next = query.get("next");
  return (
    <form ref={form} noValidate method="post" aria-label={label} onSubmit={onSubmit} className="grid gap-4">
      {children((name) => ({ error: refusal?.fields[name]?.[0] ?? null, onChange: () => forget(name) }))}
      <FormError>{known ? null : refusal?.message}</FormError>
      {/* Before the page is alive a press, or Enter, would send the form to nowhere and empty it. */}
      <Button type="submit" size="large" pending={atWork} disabled={!hydrated}>
        {submit}
      </Button>
      <p role="status" className="sr-only">
        {atWork ? pendingText : ""}
      </p>
      <p className="text-center text-sm text-soft">
        {other.question}{" "}
        <Link
          href={next ? `${other.path}?next=${encodeURIComponent(next)}` : other.path}
          className="-my-3 inline-block rounded-corner py-3 font-semibold text-brand-ink hover:underline"
        >
          {other.text}
        </Link>
      </p>
    </form>
  );
}
