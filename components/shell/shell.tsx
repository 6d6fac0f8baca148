"use client";

import { MessageCircle, Phone, Search, SlidersHorizontal, Users } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { useI18n } from "@/components/ui/i18n";
import { Mark } from "@/components/ui/mark";
import { mainId } from "@/components/ui/page";
import { BarItem, type NavItemProps, RailItem } from "./nav-item";

export type ShellProps = {
  me: { id: string | number; name: string; username: string; avatar: string | null };
  /** Unread messages in all conversations. */
  unread?: number;
  /** Friend requests that wait for an answer. */
  requests?: number;
  /** Missed calls not yet seen. */
  missed?: number;
  /** Lines across the whole top: the bar of a call, the offline banner. */
  top?: ReactNode;
  children: ReactNode;
};

/** The frame of every signed-in page: a rail on wide screens, a bar of four on a phone, the page between. */
export function Shell({ me, unread = 0, requests = 0, missed = 0, top, children }: ShellProps) {
  const { t } = useI18n();
  const path = usePathname();
  const link = (href: string, label: string, icon: ReactNode, badge?: NavItemProps["badge"]): NavItemProps => ({
    href,
    label,
    icon,
    badge,
    current: path === href || path.startsWith(`${href}/`),
  });
  const waiting = (count: number) => t("common.count_waiting", { count });
  const chats = link("/chat", t("nav.chats"), <MessageCircle />, {
    count: unread,
    text: t("common.count_unread", { count: unread }),
  });
  const calls = link("/calls", t("nav.calls"), <Phone />, {
    count: missed,
    text: t("call.missed_count", { count: missed }),
    tone: "amber",
  });
  const friends = link("/friends", t("nav.friends"), <Users />, { count: requests, text: waiting(requests) });
  const search = link("/search", t("nav.search"), <Search />);
  const settings = link("/settings", t("nav.settings"), <SlidersHorizontal />);
  const face = <Avatar id={me.id} name={me.name} src={me.avatar} size={38} />;
  // Another person's profile is not one's own place.
  const own = path === "/profile" || path === `/profile/${me.username}`;
  const profile = { ...link("/profile", t("nav.profile"), face), current: own };
  const inConversation = path.startsWith("/chat/");
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <a
        href={`#${mainId}`}
        className="fixed start-3 top-3 z-70 -translate-y-20 rounded-surface bg-ink px-4 py-3 text-paper focus:translate-y-0"
      >
        {t("common.skip_to_content")}
      </a>
      {top}
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <nav
          aria-label={t("nav.main")}
          className="hidden w-19 shrink-0 flex-col items-center gap-1.5 border-line border-e py-4.5 md:flex"
        >
          <Link
            href="/chat"
            aria-label={t("nav.home")}
            className="mb-3 grid size-12 place-items-center rounded-surface text-brand"
          >
            <Mark size={38} />
          </Link>
          {[chats, calls, friends, search].map((item) => (
            <RailItem key={item.href} {...item} />
          ))}
          <span className="flex-1" />
          <RailItem {...settings} />
          <RailItem {...profile} />
        </nav>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">{children}</div>
        {!inConversation && (
          <nav
            aria-label={t("nav.main")}
            className="safe-bottom grid shrink-0 grid-cols-4 border-line border-t bg-surface px-2 md:hidden"
          >
            {[chats, calls, friends].map((item) => (
              <BarItem key={item.href} {...item} />
            ))}
            <BarItem {...profile} icon={<Avatar id={me.id} name={me.name} src={me.avatar} size={28} />} />
          </nav>
        )}
      </div>
    </div>
  );
}
