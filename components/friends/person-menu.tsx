"use client";

import { Ban, EllipsisVertical, UserMinus, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { later } from "@/components/ui/later";
import { Menu, type MenuItem } from "@/components/ui/menu";
import type { Relation, User } from "@/lib/contracts/users";
import { people } from "./people-api";
import { usePersonAction } from "./use-person-action";

const ConfirmDialog = later(() => import("@/components/ui/confirm-dialog").then((file) => file.ConfirmDialog));

type Question = "remove" | "block";

type PersonMenuProps = {
  person: User;
  relation: Relation;
  /** On the person's own page the way there is left out. */
  onProfile?: boolean;
  onChange: () => Promise<void>;
};

/** The rarer things: the profile, an end of the friendship, a block. The last two ask first. */
export function PersonMenu({ person, relation, onProfile = false, onChange }: PersonMenuProps) {
  const { t } = useI18n();
  const router = useRouter();
  const { busy, act } = usePersonAction<Question | "unblock">(onChange);
  // The question stays known while its dialog fades.
  const [asked, setAsked] = useState<Question | null>(null);
  const [open, setOpen] = useState(false);
  const { id, name } = person;

  const ask = (question: Question) => {
    setAsked(question);
    setOpen(true);
  };
  const confirm = async (question: Question) => {
    const done = question === "remove" ? t("friends.done.removed", { name }) : t("friends.done.blocked", { name });
    if (await act(question, () => people[question](id), done)) setOpen(false);
  };
  const icon = { "aria-hidden": true, size: 18 } as const;
  const view: MenuItem = {
    label: t("friends.view_profile"),
    icon: <UserRound {...icon} />,
    onSelect: () => router.push(`/profile/${person.username}`),
  };
  const remove: MenuItem = {
    label: t("friends.remove"),
    icon: <UserMinus {...icon} />,
    danger: true,
    onSelect: () => ask("remove"),
  };
  const block: MenuItem = {
    label: t("friends.block"),
    icon: <Ban {...icon} />,
    danger: true,
    onSelect: () => ask("block"),
  };
  const unblock: MenuItem = {
    label: t("friends.unblock"),
    icon: <Ban {...icon} />,
    onSelect: () => void act("unblock", () => people.unblock(id), t("friends.done.unblocked", { name })),
  };
  const items = [
    ...(onProfile ? [] : [view]),
    ...(relation === "friend" ? [remove] : []),
    relation === "blocked" ? unblock : block,
  ];

  return (
    <>
      <Menu items={items}>
        <IconButton label={t("friends.more_about", { name })} className={onProfile ? undefined : "-me-2.5 -ms-1"}>
          <EllipsisVertical aria-hidden="true" size={20} />
        </IconButton>
      </Menu>
      {asked && (
        <ConfirmDialog
          open={open}
          onOpenChange={setOpen}
          title={t(`friends.confirm_${asked}.title`, { name })}
          text={t(`friends.confirm_${asked}.text`)}
          confirm={asked === "remove" ? t("friends.go_remove") : t("friends.block")}
          danger
          pending={busy === asked}
          onConfirm={() => void confirm(asked)}
        />
      )}
    </>
  );
}
