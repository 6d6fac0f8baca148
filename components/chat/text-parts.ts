export type TextPart = { text: string; href: string | null };

const address = /https?:\/\/[^\s<>"«»]+/giu;
// What ends a sentence rather than an address, in both scripts.
const trailing = /[.,;:!?'"»،؛؟…*_~\]})]+$/u;

/** A message cut into plain text and web addresses (http and https alone). */
export function textParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const found of text.matchAll(address)) {
    const link = withoutTail(found[0]);
    if (!URL.canParse(link)) continue;
    if (found.index > end) parts.push({ text: text.slice(end, found.index), href: null });
    parts.push({ text: link, href: new URL(link).href });
    end = found.index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/** Without the punctuation of the sentence around it; a bracket stays that was opened inside the address. */
function withoutTail(link: string): string {
  const cut = link.replace(trailing, "");
  const closing = link[cut.length];
  const opened = cut.split("(").length > cut.split(")").length;
  return closing === ")" && opened ? `${cut})` : cut;
}

const emoji = /^(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic})/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** How many emoji a message consists of, if of nothing else and at most three; else 0. */
export function emojiCount(text: string): number {
  const bare = text.replace(/\s/g, "");
  // Longer than three of the longest sequences: not worth cutting up.
  if (bare.length === 0 || bare.length > 60) return 0;
  const letters = [...segmenter.segment(bare)].map((letter) => letter.segment);
  return letters.length <= 3 && letters.every((letter) => emoji.test(letter)) ? letters.length : 0;
}
