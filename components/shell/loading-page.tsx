"use client";

import { useI18n } from "@/components/ui/i18n";
import { Page } from "@/components/ui/page";
import { SkeletonRow } from "@/components/ui/skeleton";
import type { TextKey } from "@/lib/i18n/catalogue";

/** A page of people or calls before they are there: its heading, and the shape of what is coming. */
export function LoadingPage({ title }: { title: TextKey }) {
  const { t } = useI18n();
  return (
    <Page title={t(title)}>
      <div aria-busy="true" className="mt-6 grid gap-2">
        {["first", "second", "third", "fourth"].map((row) => (
          <SkeletonRow key={row} />
        ))}
      </div>
    </Page>
  );
}
