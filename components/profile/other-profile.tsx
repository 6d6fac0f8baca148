"use client";

import { CallButton } from "@/components/call/call-button";
import { MessageButton } from "@/components/friends/message-button";
import { people } from "@/components/friends/people-api";
import { PersonMenu } from "@/components/friends/person-menu";
import { PresenceText } from "@/components/friends/presence-text";
import { RelationActions, relationText } from "@/components/friends/relation-actions";
import { useEvent } from "@/components/realtime/use-event";
import { useLive } from "@/components/realtime/use-live";
import { Avatar } from "@/components/ui/avatar";
import { useI18n } from "@/components/ui/i18n";
import type { Profile } from "@/lib/contracts/users";

const changes = ["friend.requested", "friend.accepted", "friend.removed", "block.changed", "user.updated"] as const;

/** Another person: who they are, and everything one can do with them. */
export function OtherProfile({ initial }: { initial: Profile }) {
  const { t } = useI18n();
  const { data: person, setData, reload } = useLive(initial, () => people.profile(initial.id), changes);
  useEvent("presence", ({ user_id, online, last_seen_at }) => {
    if (user_id === initial.id) setData((old) => ({ ...old, online, last_seen_at }));
  });
  const { relation } = person;
  const state = relationText[relation];
  return (
    <article className="mx-auto grid w-full max-w-form justify-items-center gap-1 pt-2 text-center">
      <Avatar id={person.id} name={person.name} src={person.avatar} size={140} online={person.online} />
      <h2 className="mt-3 max-w-full break-words font-semibold text-2xl">
        <bdi>{person.name}</bdi>
      </h2>
      <p className="text-soft">
        <bdi>@{person.username}</bdi>
      </p>
      <p className="min-h-7 text-sm text-soft empty:hidden">
        {state && relation !== "friend" ? t(state) : <PresenceText {...person} />}
      </p>
      <p dir="auto" className="my-3 max-w-full whitespace-pre-wrap break-words">
        {person.about || <span className="text-soft">{t("profile.no_about")}</span>}
      </p>
      <div className="flex flex-wrap items-center justify-center gap-2">
        <RelationActions person={person} onChange={reload} />
        {relation !== "blocked" && relation !== "self" && (
          <MessageButton userId={person.id} variant={relation === "friend" ? "primary" : "soft"} />
        )}
        {relation === "friend" && <CallButton userId={person.id} person={person} />}
        {relation !== "self" && <PersonMenu person={person} relation={relation} onProfile onChange={reload} />}
      </div>
    </article>
  );
}
