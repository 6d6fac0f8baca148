"use client";

import { Archive, ArchiveRestore, Bell, BellOff, EllipsisVertical, Pin, PinOff, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type Ref, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { later } from "@/components/ui/later";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { isMuted, type KnownConversation } from "@/lib/client/conversation-store-merge";
import { useChat } from "./conversations-provider";
import { useConversationChange } from "./use-conversation-change";

const ConfirmDialog = later(() => import("@/components/ui/confirm-dialog").then((file) => file.ConfirmDialog));
const MuteDialog = later(() => import("./mute-dialog").then((file) => file.MuteDialog));

const icon = { "aria-hidden": true, size: 18 } as const;

type ConversationMenuProps = { conversation: KnownConversation; trigger?: Ref<HTMLButtonElement>; className?: string };

/** What one may do with a conversation as a whole: pin, mute, archive, delete for oneself. */
export function ConversationMenu({ conversation, trigger, className }: ConversationMenuProps) {
  const { t } = useI18n();
  const chat = useChat();
  const router = useRouter();
  const { busy, change } = useConversationChange();
  // What is asked stays known while its dialog fades.
  const [asked, setAsked] = useState<"mute" | "clear" | null>(null);
  const [open, setOpen] = useState(false);
  const { id, pinned, archived, other_user: other } = conversation;
  const muted = isMuted(conversation);
  const ask = (question: "mute" | "clear") => {
    setAsked(question);
    setOpen(true);
  };
  const set = (what: Parameters<typeof chat.set>[1], done?: string) => void change(() => chat.set(id, what), done);
  const clear = async () => {
    if (!(await change(() => chat.clear(id), t("settle.cleared")))) return;
    setOpen(false);
    // Only from there: one may have gone on meanwhile.
    if (window.location.pathname === `/chat/${id}`) router.push("/chat");
  };
  const items: MenuItem[] = [
    {
      label: pinned ? t("settle.unpin") : t("settle.pin"),
      icon: pinned ? <PinOff {...icon} /> : <Pin {...icon} />,
      onSelect: () => set({ pinned: !pinned }),
    },
    muted
      ? { label: t("settle.unmute"), icon: <Bell {...icon} />, onSelect: () => set({ muted_until: null }) }
      : { label: t("settle.mute"), icon: <BellOff {...icon} />, onSelect: () => ask("mute") },
    archived
      ? {
          label: t("settle.unarchive"),
          icon: <ArchiveRestore {...icon} />,
          onSelect: () => set({ archived: false }),
        }
      : {
          label: t("settle.archive"),
          icon: <Archive {...icon} />,
          onSelect: () => set({ archived: true, pinned: false }, t("settle.archived_done")),
        },
    { label: t("settle.clear"), icon: <Trash2 {...icon} />, danger: true, onSelect: () => ask("clear") },
  ];
  return (
    <>
      <Menu items={items}>
        <IconButton ref={trigger} label={t("friends.more_about", { name: other.name })} className={className}>
          <EllipsisVertical aria-hidden="true" size={20} />
        </IconButton>
      </Menu>
      {asked === "clear" && (
        <ConfirmDialog
          open={open}
          onOpenChange={setOpen}
          title={t("settle.confirm_clear.title", { name: other.name })}
          text={t("settle.confirm_clear.text", { name: other.name })}
          confirm={t("settle.clear")}
          danger
          pending={busy}
          onConfirm={() => void clear()}
        />
      )}
      {asked === "mute" && (
        <MuteDialog
          open={open}
          onOpenChange={setOpen}
          onMute={(until) => {
            setOpen(false);
            set({ muted_until: until });
          }}
        />
      )}
    </>
  );
}
