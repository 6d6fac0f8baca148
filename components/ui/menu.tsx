"use client";

import { cloneElement, type HTMLAttributes, lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";

export type MenuItem = { label: string; icon?: ReactNode; onSelect: () => void; danger?: boolean; disabled?: boolean };

export type MenuProps = {
  /** The one element that opens it, such as an `IconButton`; its handlers belong to the menu. */
  children: ReactElement<HTMLAttributes<HTMLElement>>;
  items: MenuItem[];
};

const load = () => import("./menu-list");
const MenuList = lazy(async () => ({ default: (await load()).MenuList }));

/** A menu behind a button. Its code is fetched when the button is first approached, so a page's first visit is light. */
export function Menu({ children, items }: MenuProps) {
  const [used, setUsed] = useState(false);
  const [open, setOpen] = useState(false);
  const start = () => {
    setUsed(true);
    setOpen(true);
  };
  const trigger = cloneElement(children, {
    "aria-haspopup": "menu",
    "aria-expanded": open,
    onPointerEnter: load,
    onFocus: load,
    onClick: start,
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      start();
    },
  });
  if (!used) return trigger;
  return (
    <Suspense fallback={trigger}>
      <MenuList items={items} open={open} onOpenChange={setOpen}>
        {children}
      </MenuList>
    </Suspense>
  );
}
