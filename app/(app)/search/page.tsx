import type { Metadata } from "next";
import { SearchScreen } from "@/components/search/search-screen";
import { Page } from "@/components/ui/page";
import { searchUsers } from "@/lib/domain/users";
import { createTranslator } from "@/lib/i18n/translate";
import { pageLocale, signedIn } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: createTranslator(await pageLocale()).t("search.title") };
}

export default async function SearchPage({ searchParams }: { searchParams: Promise<{ query?: string | string[] }> }) {
  const { run } = await signedIn();
  const { t } = createTranslator(await pageLocale());
  const { query: asked } = await searchParams;
  // The same bound as the field has: an address may hold anything.
  const query = typeof asked === "string" ? asked.trim().slice(0, 64).trim() : "";
  // Too many in a short time: the screen asks again by itself and says so.
  const page = query ? await run(searchUsers, { query, limit: 20 }).catch(() => null) : null;
  const found = page ? { query, people: page.items, next: page.next_cursor } : { query: "", people: [], next: null };
  return (
    <Page title={t("search.title")}>
      <SearchScreen query={query} initial={found} />
    </Page>
  );
}
