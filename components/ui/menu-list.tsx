"use client";

import * as Radix from "@radix-ui/react-dropdown-menu";
import clsx from "clsx";
import { useI18n } from "./i18n";
import type { MenuProps } from "./menu";
import { mainId } from "./page";

/** How an entry of any menu looks. */
export const menuItemClass = (danger?: boolean) =>
  clsx(
    "flex min-h-11 select-none items-center gap-3 rounded-[10px] px-3 outline-none data-disabled:opacity-55",
    danger
      ? "text-no-ink data-highlighted:bg-no-wash"
      : "data-highlighted:bg-brand-wash data-highlighted:text-brand-ink",
  );

type MenuListProps = MenuProps & { open: boolean; onOpenChange: (open: boolean) => void };

/** The menu itself, fetched when a menu is first opened. */
export function MenuList({ children, items, open, onOpenChange }: MenuListProps) {
  const { dir } = useI18n();
  return (
    <Radix.Root dir={dir} modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      {/* Among what the page is about: a screen reader that goes by landmarks would pass it by outside of them. */}
      <Radix.Portal container={document.getElementById(mainId)}>
        <Radix.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) overflow-y-auto min-w-48 animate-pop rounded-surface border border-line bg-surface p-1.5 shadow-float data-[state=closed]:animate-leave"
        >
          {items.map((item) => (
            <Radix.Item
              key={item.label}
              disabled={item.disabled}
              onSelect={item.onSelect}
              className={menuItemClass(item.danger)}
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
