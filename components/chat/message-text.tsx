"use client";

import { memo } from "react";
import { matchRanges, type Range } from "@/lib/text/fold";
import { Marked, useHighlight } from "./highlight";
import { type TextPart, textParts } from "./text-parts";

const none: readonly Range[] = [];

function Part({ part, ranges, offset }: { part: TextPart; ranges: readonly Range[]; offset: number }) {
  const words = <Marked text={part.text} ranges={ranges} offset={offset} />;
  if (part.href === null) return words;
  return (
    <a
      href={part.href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="text-brand-ink underline decoration-brand/40 underline-offset-3 hover:decoration-current"
    >
      <bdi>{words}</bdi>
    </a>
  );
}

/**
 * The words of a message: each paragraph in its own direction, addresses as links, never as anything else, and marked
 * what is being looked for, there or in `beside`.
 */
export const MessageText = memo(function MessageText({ text, beside }: { text: string; beside?: string }) {
  const query = useHighlight();
  const ranges = query ? matchRanges(text, query, beside) : none;
  let end = 0;
  return textParts(text).map((part) => {
    const offset = end;
    end += part.text.length;
    return <Part key={offset} part={part} ranges={ranges} offset={offset} />;
  });
});
