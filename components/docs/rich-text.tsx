import { Fragment } from "react";

/** One paragraph of Markdown (CommonMark) with `code` and **bold**, and nothing else of it. */
export function RichText({ text }: { text: string }) {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*)/);
  return parts.map((part, index) => {
    const key = `${index}${part}`;
    if (part.startsWith("`")) {
      return (
        <code key={key} className="rounded-corner bg-sunk px-1 py-px text-[0.9em]">
          {part.slice(1, -1)}
        </code>
      );
    }
    if (part.startsWith("**")) return <strong key={key}>{part.slice(2, -2)}</strong>;
    return <Fragment key={key}>{part}</Fragment>;
  });
}
