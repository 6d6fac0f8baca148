"use client";

import "./style-nonce";
import * as Radix from "@radix-ui/react-dialog";
import clsx from "clsx";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useI18n } from "./i18n";
import { IconButton } from "./icon-button";

export const veilClass =
  "fixed inset-0 z-40 animate-fade bg-veil backdrop-blur-[2px] data-[state=closed]:animate-leave";

/** On a phone it stands at the bottom, in reach of the thumb; else in the middle. */
export const cardClass = clsx(
  "fixed inset-x-3 bottom-3 z-50 m-auto grid h-fit max-h-[calc(100dvh-24px)] max-w-[440px] gap-4 overflow-y-auto",
  "animate-pop rounded-float border border-line bg-surface p-6 shadow-float data-[state=closed]:animate-leave sm:inset-0",
);

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
};

export function Dialog({ open, onOpenChange, title, description, children }: DialogProps) {
  const { t } = useI18n();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={veilClass} />
        <Radix.Content className={cardClass} {...(!description && { "aria-describedby": undefined })}>
          <header className="grid gap-1 pe-9">
            <Radix.Title className="text-balance font-semibold text-lg leading-snug">{title}</Radix.Title>
            {description && <Radix.Description className="text-soft">{description}</Radix.Description>}
          </header>
          {children}
          <Radix.Close asChild>
            <IconButton label={t("common.close")} className="absolute! end-3 top-3">
              <X size={20} />
            </IconButton>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
