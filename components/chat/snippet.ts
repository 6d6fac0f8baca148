import { beginningOf } from "@/lib/text/beginning";
import { matchRanges, type Range } from "@/lib/text/fold";

/** How much stands before what was found, and in all, in characters. */
const BEFORE = 24;
const LENGTH = 120;

export interface Snippet {
  text: string;
  /** where the words stand in `text` */
  ranges: Range[];
}

/**
 * The part of a text around the first word that was found in it, in one line. A word may also stand in `beside`, what
 * is searched together with the text.
 */
export function snippetOf(text: string, query: string, beside = ""): Snippet {
  const line = text.replace(/\s/g, " ");
  const first = matchRanges(line, query, beside)[0]?.[0] ?? 0;
  const from = first <= BEFORE ? 0 : beginning(line, first - BEFORE);
  const cut = `${from > 0 ? "…" : ""}${beginningOf(line.slice(from), LENGTH)}`;
  return { text: cut, ranges: matchRanges(cut, query, `${line} ${beside}`) };
}

/** Where the next word begins, if soon; at least not within a character. */
function beginning(text: string, at: number): number {
  const space = text.indexOf(" ", at);
  return space >= 0 && space < at + BEFORE / 2 ? space + 1 : at + (/[\uDC00-\uDFFF]/.test(text[at] ?? "") ? 1 : 0);
}
