"use client";

import clsx from "clsx";
import { Check, UserPlus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import type { Profile, Relation } from "@/lib/contracts/users";
import type { TextKey } from "@/lib/i18n/catalogue";
import { people } from "./people-api";
import { usePersonAction } from "./use-person-action";

/** How one stands to a person, in words; strangers need none. */
export const relationText: Record<Relation, TextKey | null> = {
  self: "search.self",
  none: null,
  friend: "search.friend",
  request_sent: "friends.request_sent",
  request_received: "friends.request_from",
  blocked: "friends.blocked_note",
};

/** Without a pointer to rest on it, a quiet button needs a ground to be seen as one. */
const onPhone = "max-sm:bg-sunk";

type RelationActionsProps = {
  person: Pick<Profile, "id" | "name" | "relation" | "request_id">;
  /** "Add friend" as its icon alone on a phone */
  narrow?: boolean;
  /** Reads again how the two stand. */
  onChange: () => Promise<void>;
};

/** What can be done about how one stands to a person: ask, take back, answer, unblock. */
export function RelationActions({ person, narrow = false, onChange }: RelationActionsProps) {
  const { t } = useI18n();
  const { busy, act } = usePersonAction<"request" | "withdraw" | "accept" | "decline" | "unblock">(onChange);
  const { id, name, relation, request_id: request } = person;

  if (relation === "self" || relation === "friend") return null;
  if (relation === "request_sent" && request) {
    return (
      <Button
        variant="quiet"
        className={onPhone}
        pending={busy === "withdraw"}
        onClick={() => act("withdraw", () => people.withdraw(request), t("friends.done.withdrawn"))}
      >
        {t("friends.withdraw")}
      </Button>
    );
  }
  if (relation === "request_received" && request) {
    return (
      <>
        <Button
          icon={<Check aria-hidden="true" size={18} />}
          pending={busy === "accept"}
          aria-disabled={busy === "decline" || undefined}
          onClick={() => act("accept", () => people.accept(request), t("friends.done.accepted", { name }))}
        >
          {t("friends.accept")}
        </Button>
        <Button
          variant="quiet"
          className={onPhone}
          pending={busy === "decline"}
          aria-disabled={busy === "accept" || undefined}
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
      className={clsx(narrow && "max-sm:w-11 max-sm:px-0")}
      pending={busy === "request"}
      onClick={() => act("request", () => people.request(id), t("friends.done.requested"))}
    >
      <span className={clsx(narrow && "max-sm:sr-only")}>{t("search.add")}</span>
    </Button>
  );
}
