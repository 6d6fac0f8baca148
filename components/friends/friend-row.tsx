"use client";

import { CallButton } from "@/components/call/call-button";
import { useI18n } from "@/components/ui/i18n";
import type { Friend, FriendRequest } from "@/lib/contracts/friends";
import { MessageButton } from "./message-button";
import { PersonMenu } from "./person-menu";
import { PersonRow } from "./person-row";
import { PresenceText } from "./presence-text";
import { RelationActions, relationText } from "./relation-actions";

type Reread = { onChange: () => Promise<void> };

export function FriendRow({ friend, onChange }: Reread & { friend: Friend }) {
  const known = friend.online || friend.last_seen_at !== null;
  return (
    <PersonRow
      person={friend}
      online={friend.online}
      line={known ? <PresenceText {...friend} /> : <bdi className="cut">@{friend.username}</bdi>}
      beside={
        <>
          <MessageButton userId={friend.id} narrow />
          <CallButton userId={friend.id} person={friend} />
          <PersonMenu person={friend} relation="friend" onChange={onChange} />
        </>
      }
    />
  );
}

type RequestRowProps = Reread & { request: FriendRequest; direction: "incoming" | "outgoing" };

export function RequestRow({ request, direction, onChange }: RequestRowProps) {
  const { t } = useI18n();
  const { id, user } = request;
  const relation = direction === "incoming" ? "request_received" : "request_sent";
  const state = relationText[relation];
  const actions = <RelationActions person={{ ...user, relation, request_id: id }} onChange={onChange} />;
  return (
    <PersonRow person={user} line={state && t(state)} beside={direction === "outgoing" && actions}>
      {direction === "incoming" && actions}
    </PersonRow>
  );
}
