"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useParams } from "next/navigation";
import { Avatar } from "@/components/ui/avatar";
import { useI18n } from "@/components/ui/i18n";
import { iconButtonClass } from "@/components/ui/icon-button";
import { Skeleton, SkeletonBubble } from "@/components/ui/skeleton";
import { useKnownConversation } from "./chat-hooks";

/** A conversation on its way: what is known of it already, and the shape of the rest. */
export function ConversationSkeleton() {
  const { t } = useI18n();
  const other = useKnownConversation(Number(useParams().id))?.other_user;
  return (
    <section aria-busy="true" aria-label={t("common.loading")} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-17 shrink-0 items-center gap-1 border-line border-b ps-1.5 pe-3 lg:px-5">
        <Link href="/chat" aria-label={t("chat.back")} className={iconButtonClass("quiet", "medium", "lg:hidden")}>
          <ChevronLeft aria-hidden="true" className="mirror" />
        </Link>
        {other ? (
          <span className="flex min-w-0 items-center gap-3">
            <Avatar id={other.id} name={other.name} src={other.avatar} size={38} online={other.online} />
            <bdi className="truncate font-semibold">{other.name}</bdi>
          </span>
        ) : (
          <span className="flex items-center gap-3">
            <Skeleton className="size-[38px] rounded-full!" />
            <Skeleton className="h-4 w-32" />
          </span>
        )}
      </header>
      <div className="mx-auto flex w-full max-w-[724px] min-h-0 flex-1 flex-col justify-end gap-2 overflow-hidden px-4 pb-2 md:px-8">
        <SkeletonBubble />
        <SkeletonBubble lines={2} />
        <SkeletonBubble mine />
        <SkeletonBubble mine lines={2} />
        <SkeletonBubble />
      </div>
      <div className="mx-auto w-full max-w-[760px] px-3 pt-2 pb-3 md:px-5 md:pb-4.5">
        <Skeleton className="h-12 rounded-[18px]!" />
      </div>
    </section>
  );
}
