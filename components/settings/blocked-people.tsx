"use client";

import { people } from "@/components/friends/people-api";
import { RelationActions } from "@/components/friends/relation-actions";
import { useLive } from "@/components/realtime/use-live";
import { Avatar } from "@/components/ui/avatar";
import { useI18n } from "@/components/ui/i18n";
import type { User } from "@/lib/contracts/users";

const changes = ["block.changed", "user.updated"] as const;

export type BlockedPeopleProps = { initial: User[] };

export function BlockedPeople({ initial }: BlockedPeopleProps) {
  const { t } = useI18n();
  const { data, reload } = useLive(initial, people.blocked, changes);
  return (
    <div className="border-line border-t pt-4">
      <h3 className="font-medium">{t("friends.blocked")}</h3>
      {data.length === 0 ? (
        <p className="text-sm text-soft">{t("friends.no_blocked")}</p>
      ) : (
        <ul aria-label={t("friends.blocked")} className="mt-2 grid gap-1">
          {data.map((person) => (
            <li key={person.id} className="flex items-center gap-3">
              <Avatar id={person.id} name={person.name} src={person.avatar} size={38} />
              <bdi className="cut flex-1">{person.name}</bdi>
              <RelationActions person={{ ...person, relation: "blocked", request_id: null }} onChange={reload} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
