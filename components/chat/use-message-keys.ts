"use client";

import { type KeyboardEvent, useCallback } from "react";

/**
 * By keyboard through the messages of a log: Enter goes from the log to its newest message in view, the arrows from one
 * to the next, Escape back. For `onKeyDown` around the log.
 */
export function useMessageKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback((event) => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const log = target.closest<HTMLElement>("[role=log]");
    if (!log) return;
    const buttons = [...log.querySelectorAll<HTMLElement>("[data-message-menu]")];
    const at = buttons.indexOf(target);
    const go = (next: HTMLElement | undefined) => {
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    if (target === log && key === "Enter") {
      const { bottom } = log.getBoundingClientRect();
      go(buttons.findLast((button) => button.getBoundingClientRect().top < bottom));
    }
    if (at < 0) return;
    if (key === "ArrowUp") go(buttons[at - 1]);
    if (key === "ArrowDown") go(buttons[at + 1]);
    if (key === "Escape") go(log);
  }, []);
}
