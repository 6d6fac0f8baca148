"use client";

import clsx from "clsx";
import { memo } from "react";
import { useI18n } from "@/components/ui/i18n";
import { Attachment } from "./attachment";
import { MessageText } from "./message-text";
import { ClockTime } from "./moments";
import type { TextRow } from "./rows";
import { emojiCount } from "./text-parts";
import { Ticks } from "./ticks";
import { Unsent } from "./unsent";

const emojiSizes = ["", "text-[3.25rem]", "text-[2.75rem]", "text-[2.25rem]"];

function shape({ mine, first, last }: TextRow) {
  return mine
    ? clsx("bg-mine", !first && "rounded-se-corner", !last && "rounded-ee-corner")
    : clsx("border border-line bg-surface", !first && "rounded-ss-corner", !last && "rounded-es-corner");
}

/** One message: an `article` that tells its sender, its time and, of one's own, how far it has got. */
export const Bubble = memo(
  function Bubble({ row }: { row: TextRow }) {
    const { t } = useI18n();
    const emoji = row.media ? 0 : emojiCount(row.text);
    const picture = row.media?.kind === "image";
    const bare = picture && row.text === "";
    return (
      <article
        data-seq={row.seq ?? undefined}
        className={clsx(
          "flex max-w-[min(30rem,84%)] flex-col",
          row.mine ? "items-end self-end" : "items-start self-start",
          row.last && "mb-2.5",
          row.fresh && "animate-rise",
        )}
      >
        <span className="sr-only">
          {row.mine ? t("common.you") : <bdi>{row.sender}</bdi>}
          {": "}
        </span>
        <div
          className={clsx(
            "min-w-0 max-w-full rounded-bubble",
            emoji > 0 ? "px-1" : shape(row),
            // A picture is as wide as it is; the words under it keep to that.
            picture && "relative w-min overflow-hidden p-[3px]",
            !picture && emoji === 0 && "px-3.5 py-2",
          )}
        >
          {row.media && <Attachment media={row.media} clientId={row.clientId} sender={row.sender} mine={row.mine} />}
          {bare ? (
            <div
              className={clsx(
                "pointer-events-none absolute end-2.5 bottom-2.5 text-white *:m-0! *:text-inherit!",
                row.tells && "rounded-full bg-black/50 px-2 py-1",
                row.state === "read" ? "[&_svg]:text-[oklch(0.86_0.11_192)]!" : "[&_svg]:text-white!",
              )}
            >
              <Meta row={row} />
            </div>
          ) : (
            <div
              dir={row.text === "" ? undefined : "auto"}
              className={clsx(
                "flow-root whitespace-pre-wrap wrap-anywhere",
                row.text !== "" && "[unicode-bidi:plaintext]",
                picture && "px-2.5 pt-1.5 pb-1",
              )}
            >
              {emoji > 0 ? (
                <span className={clsx("leading-tight", emojiSizes[emoji])}>{row.text}</span>
              ) : (
                <MessageText text={row.text} />
              )}
              <Meta row={row} />
            </div>
          )}
        </div>
        {row.state === "failed" && <Unsent row={row} />}
      </article>
    );
  },
  (one, other) => same(one.row, other.row),
);

/** When, and how far. It flows after the last word, at the end of the text's own direction. */
function Meta({ row }: { row: TextRow }) {
  const { t } = useI18n();
  const state = row.state && <span className="sr-only">{t(`chat.state.${row.state}`)}</span>;
  if (!row.tells)
    return (
      <span className="sr-only">
        {" "}
        <ClockTime at={row.at} /> {state}
      </span>
    );
  const emoji = !row.media && emojiCount(row.text) > 0;
  return (
    <span
      className={clsx(
        "ms-2.5 select-none text-soft text-xs leading-none",
        emoji ? "inline-block" : "float-end",
        !emoji && (row.text === "" ? "mb-0.5" : "mt-[0.6em]"),
      )}
    >
      <span dir="ltr" className="flex items-center gap-1">
        <ClockTime at={row.at} />
        {row.state && <Ticks state={row.state} />}
      </span>
      {state}
    </span>
  );
}

function same(one: TextRow, other: TextRow): boolean {
  return (
    one.seq === other.seq &&
    one.text === other.text &&
    one.media?.key === other.media?.key &&
    one.at === other.at &&
    one.state === other.state &&
    one.failure === other.failure &&
    one.first === other.first &&
    one.last === other.last &&
    one.tells === other.tells
  );
}
