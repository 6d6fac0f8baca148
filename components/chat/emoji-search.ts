import { fold } from "@/lib/text/fold";
import { emojiWords } from "./emoji-words";

// biome-ignore lint/complexity/useRegexLiterals: the flag (ECMAScript 2024) is newer than the compiler's target
const oneEmoji = new RegExp("^\\p{RGI_Emoji}$", "v");

/** The emoji found by a word of either language; an emoji that was typed is found whatever it is. */
export function searchEmoji(query: string): string[] {
  const typed = query.trim();
  if (oneEmoji.test(typed)) return [typed];
  const wanted = fold(typed);
  return emojiWords
    .filter(({ words }) => ` ${fold(words)}`.includes(` ${wanted}`) || wanted === "")
    .map(({ emoji }) => emoji);
}
