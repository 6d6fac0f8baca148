"use client";

import clsx from "clsx";
import { useSelectedLayoutSegment } from "next/navigation";
import type { ReactNode } from "react";
import { Main } from "@/components/ui/page";
import { ConversationList } from "./conversation-list";

/** List and conversation side by side; on a phone or tablet one of them: the list until something is open. */
export function ChatPanes({ children }: { children: ReactNode }) {
  const segment = useSelectedLayoutSegment();
  const openId = Number(segment) > 0 ? Number(segment) : null;
  return (
    <Main className="flex">
      <div
        className={clsx(
          "min-h-0 w-full flex-col border-line lg:flex lg:w-[340px] lg:shrink-0 lg:border-e",
          segment === null ? "flex" : "hidden",
        )}
      >
        <ConversationList openId={openId} />
      </div>
      <div className={clsx("min-h-0 min-w-0 flex-1 flex-col lg:flex", segment === null ? "hidden" : "flex")}>
        {children}
      </div>
    </Main>
  );
}
