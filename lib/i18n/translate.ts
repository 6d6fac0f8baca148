import { ar } from "./ar";
import type { Catalogue } from "./catalogue";
import { en } from "./en";
import type { Locale } from "./locale";
import { type Translator, translatorFor } from "./translator";

export type { Catalogue, TextKey } from "./catalogue";
export { type TextParams, type Translator, translatorFor } from "./translator";

const catalogues: Record<Locale, Catalogue> = { ar, en };

/** All texts of one language, as plain data to hand to the browser. */
export function catalogueOf(locale: Locale): Catalogue {
  return catalogues[locale];
}

/** A translator for the server, which holds both languages. Browser code takes `translatorFor` from `./translator`. */
export function createTranslator(locale: Locale): Translator {
  return translatorFor(locale, catalogues[locale]);
}
