import type { Metadata } from "next";
import { StarredScreen } from "@/components/chat/starred-screen";
import { listStarred } from "@/lib/domain/chat";
import { catalogueOf } from "@/lib/i18n/translate";
import { pageLocale, signedIn } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  const { actions, common } = catalogueOf(await pageLocale());
  return { title: `${actions.starred_title} · ${common.app_name}` };
}

export default async function StarredPage() {
  const { run } = await signedIn();
  return <StarredScreen first={await run(listStarred, { limit: 50 })} />;
}
