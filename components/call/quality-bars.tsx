"use client";

import clsx from "clsx";
import { useI18n } from "@/components/ui/i18n";
import { useCallQuality } from "./use-call-quality";

const heights = ["h-1.5", "h-2.5", "h-3.5", "h-4.5"];

/** How well the other is heard: four bars and the word for them, in sight where there is room or `worded`. */
export function QualityBars({ worded = false }: { worded?: boolean }) {
  const { t } = useI18n();
  const quality = useCallQuality();
  if (!quality) return null;
  return (
    <span className="inline-flex shrink-0 items-center gap-2 text-sm">
      <span aria-hidden="true" className="inline-flex items-end gap-0.5">
        {heights.map((height, index) => (
          <i
            key={height}
            className={clsx("w-[3px] rounded-[1px] bg-current", height, index >= quality.bars && "opacity-35")}
          />
        ))}
      </span>
      <span className={clsx(!worded && "max-lg:sr-only")}>{t(`call.quality.${quality.level}`)}</span>
    </span>
  );
}
