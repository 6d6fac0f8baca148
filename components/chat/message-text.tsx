import { memo } from "react";
import { type TextPart, textParts } from "./text-parts";

function Part({ part }: { part: TextPart }) {
  if (part.href === null) return part.text;
  return (
    <a
      href={part.href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="text-brand-ink underline decoration-brand/40 underline-offset-3 hover:decoration-current"
    >
      <bdi>{part.text}</bdi>
    </a>
  );
}

/** The words of a message: each paragraph in its own direction, addresses as links, never as anything else. */
export const MessageText = memo(function MessageText({ text }: { text: string }) {
  return textParts(text).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text neither move nor keep state
    <Part key={index} part={part} />
  ));
});
