"use client";

import { type RefObject, useEffectEvent, useLayoutEffect } from "react";

/**
 * What was typed into a field before the page was alive is the person's word, over which React would write its own.
 * @param value what the field was drawn with
 */
export function useTypedEarly(
  field: RefObject<HTMLInputElement | HTMLTextAreaElement | null>,
  value: string,
  take: (typed: string) => void,
): void {
  const look = useEffectEvent(() => {
    const typed = field.current?.value;
    // A text area has one way to end a line.
    if (typed !== undefined && typed !== value.replace(/\r\n?/g, "\n")) take(typed);
  });
  useLayoutEffect(() => look(), []);
}
