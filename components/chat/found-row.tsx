"use client";

import { Star } from "lucide-react";
import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";
import { useI18n } from "@/components/ui/i18n";
import { ListTime } from "@/components/ui/moments";
import type { Message } from "@/lib/contracts/chat";
import type { User } from "@/lib/contracts/users";
import { Picture } from "./attachment-picture";
import { Marked } from "./highlight";
import { mediaIcons } from "./media-icons";
import { type Snippet, snippetOf } from "./snippet";

type FoundRowProps = {
  message: Message;
  other: User;
  me: number;
  /** what was looked for; "" where nothing was */
  query: string;
  starred?: boolean;
  onOpen?: () => void;
};

const plain = (text: string): Snippet => ({ text, ranges: [] });

/** A message out of its conversation: with whom, when, and the words that were looked for. Leads to where it stands. */
export function FoundRow({ message, other, me, query, starred = false, onOpen }: FoundRowProps) {
  const { t } = useI18n();
  const { attachment } = message;
  const Icon = attachment && mediaIcons[attachment.kind];
  // Only a file goes by its name.
  const name = attachment?.kind === "file" ? attachment.name : "";
  const label = attachment && (name ? snippetOf(name, query, message.message) : plain(t(`chat.${attachment.kind}`)));
  const words = snippetOf(message.message, query, name);
  return (
    <li>
      <Link
        href={`/chat/${message.conversation_id}?seq=${message.seq}`}
        onClick={onOpen}
        className="mx-2 flex items-center gap-3 rounded-surface px-3 py-2.5 no-underline transition-colors hover:bg-sunk active:bg-sunk"
      >
        <Avatar id={other.id} name={other.name} src={other.avatar} size={38} />
        <span className="grid min-w-0 flex-1 grid-cols-1 gap-0.5">
          <span className="flex items-center gap-2">
            <bdi className="cut flex-1 font-semibold text-[0.96875rem]">{other.name}</bdi>
            {starred && <Star aria-hidden="true" size={13} className="fill-current text-soft" />}
            <ListTime at={message.created_at} className="shrink-0 text-soft text-xs" />
          </span>
          <span className="flex min-w-0 gap-1 text-sm text-soft">
            {message.sender_id === me && <span className="shrink-0">{t("chat.you_said", { text: "" }).trim()}</span>}
            {Icon && <Icon aria-hidden="true" size={15} className="mt-1 shrink-0" />}
            <span className="grid min-w-0 grid-cols-1">
              {label && (words.text === "" || name !== "") && (
                <bdi className="cut">
                  <Marked text={label.text} ranges={label.ranges} />
                </bdi>
              )}
              {words.text !== "" && (
                <bdi className="line-clamp-2 as-parent wrap-anywhere">
                  <Marked text={words.text} ranges={words.ranges} />
                </bdi>
              )}
            </span>
          </span>
        </span>
        {attachment?.thumb_url && (
          <Picture
            src={attachment.thumb_url}
            alt=""
            decoding="async"
            loading="lazy"
            className="size-12 shrink-0 rounded-[10px] bg-sunk object-cover"
          />
        )}
      </Link>
    </li>
  );
}
