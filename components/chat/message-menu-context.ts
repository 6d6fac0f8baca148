"use client";

import { createContext, useContext } from "react";
import type { Message } from "@/lib/contracts/chat";
import type { User } from "@/lib/contracts/users";

/** What asks or shows more before something is done. */
export type MessageQuestion = "delete" | "forward" | "info" | "emoji";

/** Where a menu opens, in pixels of the window. */
export interface Anchor {
  x: number;
  y: number;
  width?: number;
  height?: number;
}

export interface Opened {
  message: Message;
  /** null: on a phone the menu comes from the bottom */
  anchor: Anchor | null;
  /** gets the focus back */
  opener: HTMLElement | null;
}

export interface MessageMenu {
  other: User;
  /** one can answer here: it is no request that waits */
  writable: boolean;
  /** reactions are taken: neither of the two has still to accept the other */
  reactable: boolean;
  open(opened: Opened): void;
}

export const MenuContext = createContext<MessageMenu | null>(null);

export function useMessageMenu(): MessageMenu {
  const menu = useContext(MenuContext);
  if (!menu) throw new Error("MessageMenuProvider is missing above this component");
  return menu;
}

export interface MessageMenuProps {
  message: Message;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  ask: (question: MessageQuestion) => void;
}
