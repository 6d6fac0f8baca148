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

/** One piece of text folded, its spaces as they are. The code points of Arabic and Persian digits end in their value. */
function foldPiece(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\s+/gu, " ")
    .replace(/[\p{M}\p{Cf}\p{Cc}\p{Cs}\u0640]/gu, "")
    .toLowerCase()
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[ٱىیکةς%_\\]/gu, (letter) => letters[letter] ?? letter);
}

/**
 * Makes spellings of one text equal, for search: marks, hamza carriers, tatweel, letter case, width, scripts of digits
 * and invisible characters go, and runs of space become one. Folding twice changes nothing more.
 */
export function fold(text: string): string {
  return foldPiece(text).replace(/ {2,}/g, " ").trim();
}

/** The words that a query asks for, folded, each once; at most `max`. */
export function wordsOf(query: string, max = 8): string[] {
  return [...new Set(fold(query).split(" ").filter(Boolean))].slice(0, max);
}

/** The column people are found by: a space before every word, so that " ahm" finds where a word begins. */
export function searchTextOf(name: string, username: string): string {
  return ` ${fold(name)} ${fold(username)}`;
}

/** From `start` up to before `end`, in UTF-16 units as JavaScript counts them. */
export type Range = [start: number, end: number];

/** `fold(text)`, and for each unit of it the place in `text` that it came from. */
export function foldWithPlaces(text: string): { folded: string; places: Range[] } {
  let folded = "";
  const places: Range[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    const last = places.at(-1);
    const piece = foldPiece(character);
    // A mark belongs to the letter that carries it.
    if (piece === "" && last && last[1] === start) last[1] = end;
    for (const unit of piece.split("")) {
      if (unit === " " && (folded === "" || folded.endsWith(" "))) continue;
      folded += unit;
      places.push([start, end]);
    }
    start = end;
  }
  return folded.endsWith(" ") ? { folded: folded.slice(0, -1), places: places.slice(0, -1) } : { folded, places };
}

/**
 * Where the words of a query stand in a text as it was written, ascending, none touching another;
 * nothing where one of the words is missing both here and in `beside`, what is searched together with the text.
 */
export function matchRanges(text: string, query: string, beside = ""): Range[] {
  const words = wordsOf(query);
  const { folded, places } = foldWithPlaces(text);
  const other = fold(beside);
  if (words.some((word) => !folded.includes(word) && !other.includes(word))) return [];
  const found: Range[] = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const first = places[at];
      const last = places[at + word.length - 1];
      if (first && last) found.push([first[0], last[1]]);
    }
  }
  return merged(found.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
}

function merged(ranges: Range[]): Range[] {
  const kept: Range[] = [];
  for (const [start, end] of ranges) {
    const last = kept.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else kept.push([start, end]);
  }
  return kept;
}
