"use client";

import * as Radix from "@radix-ui/react-alert-dialog";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cardClass, veilClass } from "./dialog";
import { useI18n } from "./i18n";

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  text: ReactNode;
  /** The verb of what happens. */
  confirm: string;
  onConfirm: () => void;
  danger?: boolean;
  /** Stays open and busy until the caller closes it. */
  pending?: boolean;
  /** A field that belongs to the question, such as a password. */
  children?: ReactNode;
};

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, text, confirm, onConfirm, danger = false, pending = false, children } = props;
  const { t } = useI18n();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={veilClass} />
        <Radix.Content className={cardClass}>
          <form
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              if (!pending) onConfirm();
            }}
          >
            <div className="grid gap-1">
              <Radix.Title className="text-balance font-semibold text-lg leading-snug">{title}</Radix.Title>
              <Radix.Description className="text-soft">{text}</Radix.Description>
            </div>
            {children}
            <div className="mt-1 grid grid-cols-2 gap-3">
              <Radix.Cancel asChild>
                <Button variant="quiet" className="bg-sunk">
                  {t("common.cancel")}
                </Button>
              </Radix.Cancel>
              <Button type="submit" variant={danger ? "danger" : "primary"} pending={pending}>
                {confirm}
              </Button>
            </div>
          </form>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
