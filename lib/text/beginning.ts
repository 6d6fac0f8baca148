/** How much of a message is shown where another answers it, in UTF-16 units. */
const QUOTE_LENGTH = 200;

/** The beginning of a text, without half a character at its end. `length` in UTF-16 units; by default a quote's. */
export function beginningOf(text: string, length = QUOTE_LENGTH): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}
