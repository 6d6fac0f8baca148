import clsx from "clsx";
import type { ReactNode } from "react";
import { PageSection } from "@/components/ui/page";

type SettingCardProps = { id: string; title: string; className?: string; children: ReactNode };

/** One group of settings on its own surface. */
export function SettingCard({ id, title, className, children }: SettingCardProps) {
  return (
    <PageSection id={id} title={title}>
      <div className={clsx("grid gap-4 rounded-field border border-line bg-surface p-4 sm:p-5", className)}>
        {children}
      </div>
    </PageSection>
  );
}
