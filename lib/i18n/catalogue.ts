import type { en } from "./en";

/** One sentence in as many forms as `Intl.PluralRules` tells apart; chosen by the `count` parameter. */
export type Plural = { zero?: string; one?: string; two?: string; few?: string; many?: string; other: string };

/** The same keys with free text: what a translation of `T` must provide, no more and no less. */
export type Shape<T> = T extends string
  ? string
  : T extends { other: string }
    ? Plural
    : { [K in keyof T]: Shape<T[K]> };

export type Catalogue = Shape<typeof en>;

/** Every dotted path that ends in a text, such as `chat.send`. */
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string | Plural ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];

export type TextKey = Paths<Catalogue>;
