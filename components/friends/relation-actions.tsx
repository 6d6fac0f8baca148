"use client";

import { Check, Clock, UserCheck, UserPlus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import type { Profile } from "@/lib/contracts/users";
import { people } from "./people-api";
import { usePersonAction } from "./use-person-action";

type RelationActionsProps = {
  person: Pick<Profile, "id" | "name" | "relation" | "request_id">;
  /** Reads again how the two stand. */
  onChange: () => Promise<void>;
};

const note = "inline-flex min-h-11 items-center gap-2 px-1 text-sm text-soft";

/** What can be done about how one stands to a person: ask, take back, answer, unblock. */
export function RelationActions({ person, onChange }: RelationActionsProps) {
  const { t } = useI18n();
  const { busy, act } = usePersonAction<"request" | "withdraw" | "accept" | "decline" | "unblock">(onChange);
  const { id, name, relation, request_id: request } = person;

  if (relation === "self") return <span className={note}>{t("search.self")}</span>;
  if (relation === "friend") {
    return (
      <span className={note}>
        <UserCheck aria-hidden="true" size={18} />
        {t("search.friend")}
      </span>
    );
  }
  if (relation === "request_sent" && request) {
    return (
      <>
        <span className={note}>
          <Clock aria-hidden="true" size={16} />
          {t("friends.request_sent")}
        </span>
        <Button
          variant="quiet"
          pending={busy === "withdraw"}
          onClick={() => act("withdraw", () => people.withdraw(request), t("friends.done.withdrawn"))}
        >
          {t("friends.withdraw")}
        </Button>
      </>
    );
  }
  if (relation === "request_received" && request) {
    return (
      <>
        <Button
          icon={<Check aria-hidden="true" size={18} />}
          pending={busy === "accept"}
          onClick={() => act("accept", () => people.accept(request), t("friends.done.accepted", { name }))}
        >
          {t("friends.accept")}
        </Button>
        <Button
          variant="quiet"
          pending={busy === "decline"}
          onClick={() => act("decline", () => people.decline(request), t("friends.done.declined"))}
        >
          {t("friends.decline")}
        </Button>
      </>
    );
  }
  if (relation === "blocked") {
    return (
      <Button
        variant="soft"
        pending={busy === "unblock"}
        onClick={() => act("unblock", () => people.unblock(id), t("friends.done.unblocked", { name }))}
      >
        {t("friends.unblock")}
      </Button>
    );
  }
  return (
    <Button
      icon={<UserPlus aria-hidden="true" size={18} />}
      pending={busy === "request"}
      onClick={() => act("request", () => people.request(id), t("friends.done.requested"))}
    >
      {t("search.add")}
    </Button>
  );
}
