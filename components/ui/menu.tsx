"use client";

import * as Radix from "@radix-ui/react-dropdown-menu";
import clsx from "clsx";
import type { ReactElement, ReactNode } from "react";
import { useI18n } from "./i18n";

export type MenuItem = { label: string; icon?: ReactNode; onSelect: () => void; danger?: boolean; disabled?: boolean };

export type MenuProps = {
  /** The one element that opens it, such as an `IconButton`. */
  children: ReactElement;
  items: MenuItem[];
};

export function Menu({ children, items }: MenuProps) {
  const { dir } = useI18n();
  return (
    <Radix.Root dir={dir} modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 min-w-48 animate-pop rounded-surface border border-line bg-surface p-1.5 shadow-float data-[state=closed]:animate-leave"
        >
          {items.map((item) => (
            <Radix.Item
              key={item.label}
              disabled={item.disabled}
              onSelect={item.onSelect}
              className={clsx(
                "flex min-h-11 select-none items-center gap-3 rounded-[10px] px-3 outline-none data-disabled:opacity-55",
                item.danger
                  ? "text-no-ink data-highlighted:bg-no-wash"
                  : "data-highlighted:bg-brand-wash data-highlighted:text-brand-ink",
              )}
            >
              {item.icon}
              {item.label}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
