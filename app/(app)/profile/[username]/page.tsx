import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { BackButton } from "@/components/profile/back-button";
import { OtherProfile } from "@/components/profile/other-profile";
import { Page } from "@/components/ui/page";
import type { Profile } from "@/lib/contracts/users";
import { isOperationError } from "@/lib/domain/errors";
import { getProfile } from "@/lib/domain/users";
import { createTranslator } from "@/lib/i18n/translate";
import { pageLocale, signedIn } from "@/lib/server/page";

type Props = { params: Promise<{ username: string }> };

/** Null for nobody, and for a name that no one can have: the same page that is not there. */
const find = cache(async (segment: string): Promise<Profile | null> => {
  const { run } = await signedIn();
  try {
    return await run(getProfile, { username: decodeURIComponent(segment) });
  } catch (error) {
    const nobody =
      error instanceof URIError ||
      (isOperationError(error) && (error.code === "not_found" || error.code === "validation_failed"));
    if (nobody) return null;
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const profile = await find((await params).username);
  return profile ? { title: profile.name } : {};
}

export default async function ProfilePage({ params }: Props) {
  const profile = await find((await params).username);
  if (!profile) notFound();
  if (profile.relation === "self") redirect("/profile");
  const { t } = createTranslator(await pageLocale());
  return (
    <Page title={t("profile.title")} back={<BackButton />}>
      {/* Another person is another screen: nothing of the last one stays. */}
      <OtherProfile key={profile.id} initial={profile} />
    </Page>
  );
}
