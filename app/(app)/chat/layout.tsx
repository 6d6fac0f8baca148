import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ChatPanes } from "@/components/chat/chat-panes";
import { catalogueOf } from "@/lib/i18n/translate";
import { pageLocale } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  const { chat, common } = catalogueOf(await pageLocale());
  return { title: `${chat.title} · ${common.app_name}` };
}

export default function ChatLayout({ children }: { children: ReactNode }) {
  return <ChatPanes>{children}</ChatPanes>;
}
