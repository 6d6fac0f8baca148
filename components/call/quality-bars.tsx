"use client";

import { useI18n } from "@/components/ui/i18n";
import type { Quality } from "@/lib/client/call-quality";

const heights = ["h-1.5", "h-2.5", "h-3.5", "h-4.5"];

/** How well the two hear each other: four bars, and the word for them, which is seen where there is room. */
export function QualityBars({ quality }: { quality: Quality }) {
  const { t } = useI18n();
  return (
    <span className="inline-flex shrink-0 items-center gap-2" data-bars={quality.bars}>
      <span aria-hidden="true" className="inline-flex items-end gap-0.5">
        {heights.map((height, index) => (
          <i
            key={height}
            className={`w-[3px] rounded-[1px] bg-current ${height} ${index < quality.bars ? "" : "opacity-35"}`}
          />
        ))}
      </span>
      <span className="max-lg:sr-only">{t(`call.quality.${quality.level}`)}</span>
    </span>
  );
}
