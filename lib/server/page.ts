import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { z } from "zod";
import type { Me } from "@/lib/contracts/users";
import type { Operation } from "@/lib/domain/operation";
import { getMe } from "@/lib/domain/users";
import { chooseLocale, type Locale } from "@/lib/i18n/locale";
import { identify } from "./caller";
import { execute } from "./execute";
import { resources } from "./resources";

/** What a page may do for the person who opened it. */
export interface PageSession {
  me: Me;
  /** runs an operation as this person; throws what the operation refuses */
  run<I extends z.ZodType, O extends z.ZodType>(op: Operation<I, O>, input: z.input<I>): Promise<z.output<O>>;
}

const pageCaller = cache(async () => identify(Object.fromEntries(await headers())));

const pageMe = cache(async (): Promise<Me | null> => {
  const caller = await pageCaller();
  return caller.actor ? execute(getMe, caller, {}) : null;
});

/** The choice made on this device, then the account's, then the browser's, then the server's. */
export const pageLocale = cache(
  async (): Promise<Locale> =>
    chooseLocale({
      cookie: (await cookies()).get("nida-locale")?.value,
      account: (await pageMe())?.locale,
      acceptLanguage: (await headers()).get("accept-language"),
      fallback: resources().settings.defaultLocale,
    }),
);

/** Who opened the page, or null. Read once for each request. */
export const currentSession = cache(async (): Promise<PageSession | null> => {
  const [caller, me, locale] = await Promise.all([pageCaller(), pageMe(), pageLocale()]);
  return me && { me, run: (op, input) => execute(op, { ...caller, locale }, input) };
});

/** As `currentSession`, for pages that need somebody: strangers are sent to sign in. */
export async function signedIn(): Promise<PageSession> {
  return (await currentSession()) ?? redirect("/login");
}
