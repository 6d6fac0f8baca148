/** Text as it is compared when somebody looks for it: without marks, tatweel, case and the variants of Arabic letters. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\u0640]/gu, "")
    .replace(/[\u0622\u0623\u0625\u0671]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .toLowerCase();
}
