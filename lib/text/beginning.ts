/** How much of a message is shown where another answers it, in UTF-16 units. */
const QUOTE_LENGTH = 200;

/** The beginning of a text, as a quote shows it: without half a character at its end. */
export function beginningOf(text: string): string {
  return text.slice(0, QUOTE_LENGTH).replace(/[\uD800-\uDBFF]$/, "");
}
