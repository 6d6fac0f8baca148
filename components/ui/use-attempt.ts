"use client";

import { useCallback, useRef, useState } from "react";
import { ApiError } from "@/lib/client/api";
import { type I18n, useI18n } from "./i18n";

/** What was refused, in sentences: the whole, and single fields of the form. */
export interface Refusal {
  code: ApiError["code"];
  message: string;
  fields: Record<string, string[]>;
}

/** Any failure as sentences in the language of the page. */
export function refusalOf(error: unknown, t: I18n["t"]): Refusal {
  if (!(error instanceof ApiError)) {
    console.error(error);
    return { code: "internal", message: t("errors.internal"), fields: {} };
  }
  const { code, fields } = error;
  const silent = code === "network" && !navigator.onLine ? "offline" : code;
  return { code, message: error.message || t(`errors.${silent}`), fields };
}

/**
 * One thing done for a person, one at a time: `attempt` answers whether it went well, a second press while it
 * runs answers false, and what was refused stays until the next attempt or until `forget` is told of a field.
 */
export function useAttempt() {
  const { t } = useI18n();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const busy = useRef(false);
  const attempt = useCallback(
    async (work: () => Promise<unknown>): Promise<boolean> => {
      if (busy.current) return false;
      busy.current = true;
      setPending(true);
      setRefusal(null);
      try {
        await work();
        return true;
      } catch (error) {
        setRefusal(refusalOf(error, t));
        return false;
      } finally {
        busy.current = false;
        setPending(false);
      }
    },
    [t],
  );
  const refuse = useCallback(
    (fields: Record<string, string[]>) =>
      setRefusal({ code: "validation_failed", message: t("errors.validation_failed"), fields }),
    [t],
  );
  const forget = useCallback(
    (field: string) =>
      setRefusal((kept) => {
        if (!kept) return null;
        const { [field]: gone, ...fields } = kept.fields;
        return gone && Object.keys(fields).length === 0 ? null : { ...kept, fields };
      }),
    [],
  );
  return { pending, refusal, attempt, refuse, forget };
}
