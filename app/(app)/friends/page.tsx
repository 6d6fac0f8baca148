import type { Metadata } from "next";
import { FriendsScreen } from "@/components/friends/friends-screen";
import { QuickLinks } from "@/components/shell/quick-links";
import { Page } from "@/components/ui/page";
import { listFriends, listRequests } from "@/lib/domain/friends";
import { createTranslator } from "@/lib/i18n/translate";
import { pageLocale, signedIn } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: createTranslator(await pageLocale()).t("friends.title") };
}

export default async function FriendsPage() {
  const { run } = await signedIn();
  const { t } = createTranslator(await pageLocale());
  const [friends, requests] = await Promise.all([run(listFriends, {}), run(listRequests, {})]);
  return (
    <Page title={t("friends.title")} actions={<QuickLinks />}>
      <FriendsScreen initial={{ friends: friends.items, requests }} />
    </Page>
  );
}
