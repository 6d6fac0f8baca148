"use client";

import { cloneElement, type HTMLAttributes, type ReactElement, type ReactNode, useState } from "react";
import { onDemand } from "./on-demand";

export type MenuItem = { label: string; icon?: ReactNode; onSelect: () => void; danger?: boolean; disabled?: boolean };

export type MenuProps = {
  /** The one element that opens it, such as an `IconButton`; its handlers belong to the menu. */
  children: ReactElement<HTMLAttributes<HTMLElement>>;
  items: MenuItem[];
};

const list = onDemand(() => import("./menu-list").then((file) => file.MenuList));

/** A menu behind a button. Its code is fetched when the button is first approached, so a page's first visit is light. */
export function Menu({ children, items }: MenuProps) {
  const [used, setUsed] = useState(false);
  const [open, setOpen] = useState(false);
  const MenuList = list.useComponent(used);
  const start = () => {
    setUsed(true);
    setOpen(true);
  };
  const trigger = cloneElement(children, {
    "aria-haspopup": "menu",
    "aria-expanded": open,
    onPointerEnter: list.load,
    onFocus: list.load,
    onClick: start,
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      start();
    },
  });
  if (!used || !MenuList) return trigger;
  return (
    <MenuList items={items} open={open} onOpenChange={setOpen}>
      {children}
    </MenuList>
  );
}
