"use client";

import { Button } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { DayLabel } from "@/components/ui/moments";
import { SkeletonBubble } from "@/components/ui/skeleton";
import { Bubble } from "./bubble";
import { CallChip } from "./call-chip";
import type { Item } from "./rows";
import type { History } from "./use-history";

const column = "mx-auto w-full max-w-[724px] px-4 md:px-8";

/** One message, with the day and the divider that may stand above it. */
export function LogItem({ item, me }: { item: Item; me: number }) {
  const { day, unread, line } = item;
  return (
    <div className={`${column} flex flex-col gap-[3px] pb-[3px]`}>
      {day !== null && (
        <div className="self-center py-2.5 text-soft text-xs">
          <DayLabel at={day} />
        </div>
      )}
      {unread && <UnreadLine />}
      {line.kind === "text" ? <Bubble row={line} /> : <CallChip message={line.message} me={me} fresh={line.fresh} />}
    </div>
  );
}

const coming = ([2, 1, 1, 3, 1, 2, 1, 1, 2, 3, 1, 1, 2, 1] as const).map((lines, index) => ({
  lines,
  mine: index % 5 === 1 || index % 5 === 4,
}));

function UnreadLine() {
  const { t } = useI18n();
  return (
    <div className="flex items-center gap-3 py-2.5 font-medium text-brand-ink text-xs">
      <span className="h-px flex-1 bg-brand/35" />
      {t("chat.unread_divider")}
      <span className="h-px flex-1 bg-brand/35" />
    </div>
  );
}

/** Above the oldest message: more on its way, the way to more, or that nothing was before. */
export function Beginning({ history, hasOlder, name }: { history: History; hasOlder: boolean; name: string }) {
  const { t } = useI18n();
  if (!hasOlder) {
    const [before, after] = t("chat.beginning").split("{name}");
    return (
      <p className={`${column} shrink-0 pt-8 pb-3 text-center text-sm text-soft`}>
        {before}
        <bdi>{name}</bdi>
        {after}
      </p>
    );
  }
  if (history.state === "failed")
    return (
      <div className={`${column} flex shrink-0 justify-center py-4`}>
        <Button variant="soft" onClick={history.again}>
          {t("chat.older")}
        </Button>
      </div>
    );
  return (
    // Whoever is faster than the answer sees it coming, wherever in the free room that is.
    <div className={`${column} sticky bottom-0 flex shrink-0 flex-col gap-1 pb-2`}>
      {coming.map(({ mine, lines }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change
        <SkeletonBubble key={index} mine={mine} lines={lines} />
      ))}
    </div>
  );
}
