import type { Catalogue, Plural, TextKey } from "./catalogue";
import { directionOf, type Locale } from "./locale";

export type TextParams = Record<string, string | number>;

export type Translator = {
  locale: Locale;
  dir: "rtl" | "ltr";
  /** The text of `key` with `{name}` placeholders filled; plural texts are chosen by `params.count`. */
  t(key: TextKey, params?: TextParams): string;
};

/** Speaks one catalogue handed in as data, so that a browser receives only the language in use. */
export function translatorFor(locale: Locale, catalogue: Catalogue): Translator {
  const rules = new Intl.PluralRules(locale);
  return {
    locale,
    dir: directionOf(locale),
    t(key, params = {}) {
      const entry = find(catalogue, key);
      // A key can only be missing when a browser holds the page of an older release.
      if (entry === null) return key;
      return fill(typeof entry === "string" ? entry : formOf(entry, rules, params.count), params);
    },
  };
}

/** The form of a plural text for `count`, `other` where the language tells no difference. */
export function formOf(plural: Plural, rules: Intl.PluralRules, count: string | number | undefined): string {
  return plural[rules.select(Number(count ?? 0))] ?? plural.other;
}

/** Puts `params` in the place of `{name}`; an unknown placeholder stays visible. */
export function fill(text: string, params: TextParams): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));
}

function find(catalogue: Catalogue, key: string): string | Plural | null {
  let node: unknown = catalogue;
  for (const step of key.split(".")) {
    if (!isRecord(node) || !Object.hasOwn(node, step)) return null;
    node = node[step];
  }
  return typeof node === "string" || isPlural(node) ? node : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isPlural(value: unknown): value is Plural {
  return isRecord(value) && typeof value.other === "string";
}
