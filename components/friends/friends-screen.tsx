"use client";

import Link from "next/link";
import { useEvent } from "@/components/realtime/use-event";
import { useLive } from "@/components/realtime/use-live";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useI18n } from "@/components/ui/i18n";
import { PageSection } from "@/components/ui/page";
import type { Friend, FriendRequests } from "@/lib/contracts/friends";
import { FriendRow, RequestRow } from "./friend-row";
import { people } from "./people-api";

export interface FriendsData {
  friends: Friend[];
  requests: FriendRequests;
}

const changes = ["friend.requested", "friend.accepted", "friend.removed", "block.changed"] as const;

async function read(): Promise<FriendsData> {
  const [friends, requests] = await Promise.all([people.friends(), people.requests()]);
  return { friends, requests };
}

/** Who waits for an answer, and who is there to talk to; true on both sides without a reload. */
export function FriendsScreen({ initial }: { initial: FriendsData }) {
  const { t, locale } = useI18n();
  const { data, setData, reload } = useLive(initial, read, changes);
  const patch = (id: number, change: Partial<Friend>) =>
    setData((old) => ({
      ...old,
      friends: old.friends.map((friend) => (friend.id === id ? { ...friend, ...change } : friend)),
    }));
  useEvent("presence", ({ user_id, online, last_seen_at }) => patch(user_id, { online, last_seen_at }));
  useEvent("user.updated", (user) => {
    patch(user.id, user);
    void reload();
  });

  const { incoming, outgoing } = data.requests;
  const friends = data.friends.toSorted(
    (a, b) => Number(b.online) - Number(a.online) || a.name.localeCompare(b.name, locale),
  );
  return (
    <div>
      <PageSection id="requests" title={t("friends.requests")}>
        {incoming.length + outgoing.length === 0 ? (
          <p className="py-1 text-soft">{t("friends.no_requests")}</p>
        ) : (
          <ul className="grid gap-2.5">
            {incoming.map((request) => (
              <RequestRow key={request.id} request={request} direction="incoming" onChange={reload} />
            ))}
            {outgoing.map((request) => (
              <RequestRow key={request.id} request={request} direction="outgoing" onChange={reload} />
            ))}
          </ul>
        )}
      </PageSection>
      <PageSection id="friends" title={t("friends.friends")}>
        {friends.length === 0 ? (
          <EmptyState
            drawing="friends"
            title={t("friends.empty.title")}
            text={t("friends.empty.text")}
            action={
              <Link href="/search" className={buttonClass("primary")}>
                {t("friends.empty.action")}
              </Link>
            }
          />
        ) : (
          <ul className="grid gap-2.5">
            {friends.map((friend) => (
              <FriendRow key={friend.id} friend={friend} onChange={reload} />
            ))}
          </ul>
        )}
      </PageSection>
    </div>
  );
}
