const letters: Record<string, string> = {
  ٱ: "ا",
  ى: "ي",
  ی: "ي",
  ک: "ك",
  ة: "ه",
  ς: "σ",
  // What LIKE would take as a wildcard gets a stand-in, so that it is literal in both databases.
  "%": "\ue000",
  _: "\ue001",
  "\\": "\ue002",
};

/**
 * Makes spellings of one name equal, for search: marks, hamza carriers, tatweel, letter case, width and
 * invisible characters go, and runs of space become one. Folding twice changes nothing more.
 */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\s+/gu, " ")
    .replace(/[\p{M}\p{Cf}\p{Cc}\p{Cs}\u0640]/gu, "")
    .toLowerCase()
    .replace(/[ٱىیکةς%_\\]/gu, (letter) => letters[letter] ?? letter)
    .replace(/ {2,}/g, " ")
    .trim();
}

/** The column people are found by: a space before every word, so that " ahm" finds where a word begins. */
export function searchTextOf(name: string, username: string): string {
  return ` ${fold(name)} ${fold(username)}`;
}
