"use client";

import clsx from "clsx";
import { ChevronDown, Forward } from "lucide-react";
import { type MouseEvent, memo, useRef } from "react";
import { useI18n } from "@/components/ui/i18n";
import { Attachment } from "./attachment";
import { BubbleMeta } from "./bubble-meta";
import { useCompose } from "./compose-mode";
import { useStarred } from "./message-acts";
import { useMessageMenu } from "./message-menu-context";
import { MessageText } from "./message-text";
import { Reactions } from "./reactions";
import { ReplyQuote, Tombstone } from "./reply-quote";
import type { TextRow } from "./rows";
import { emojiCount } from "./text-parts";
import { Unsent } from "./unsent";
import { useBubbleTouch } from "./use-bubble-touch";

const emojiSizes = ["", "text-[3.25rem]", "text-[2.75rem]", "text-[2.25rem]"];

function shape({ mine, first, last, message }: TextRow) {
  return clsx(
    message?.deleted_at ? "border border-line border-dashed" : mine ? "bg-mine" : "border border-line bg-surface",
    mine
      ? clsx(!first && "rounded-se-corner", !last && "rounded-ee-corner")
      : clsx(!first && "rounded-ss-corner", !last && "rounded-es-corner"),
  );
}

/** One message: an `article` that tells its sender, its time and, of one's own, how far it has got. */
export const Bubble = memo(
  function Bubble({ row }: { row: TextRow }) {
    const { t } = useI18n();
    const { message, mine } = row;
    const deleted = message?.deleted_at != null;
    const starred = useStarred(message) && !deleted;
    // A lone emoji needs no frame, unless something stands with it.
    const emoji = row.media || row.quote || message?.forwarded ? 0 : emojiCount(row.text);
    const picture = row.media?.kind === "image";
    // With nothing beside it a picture is its own frame, and the time stands on it.
    const bare = picture && row.text === "" && !row.quote && !message?.forwarded;
    const { box, button, touch, onContextMenu, openBeside } = useWaysToMenu(row);
    return (
      <article
        ref={box}
        data-seq={row.seq ?? undefined}
        onContextMenu={onContextMenu}
        {...touch}
        className={clsx(
          "group/bubble flex max-w-[min(30rem,84%)] touch-pan-y flex-col [@media(hover:none)]:select-none [@media(hover:none)]:[-webkit-touch-callout:none]",
          mine ? "items-end self-end" : "items-start self-start",
          row.last && "mb-2.5",
          row.fresh && "animate-rise",
        )}
      >
        <span className="sr-only">
          {mine ? t("common.you") : <bdi>{row.sender}</bdi>}
          {": "}
        </span>
        <div
          className={clsx(
            "relative flex min-w-0 max-w-full flex-col rounded-bubble",
            emoji > 0 ? "px-1" : shape(row),
            // A picture is as wide as it is; the words with it keep to that.
            picture ? "w-min p-[3px]" : emoji === 0 && "px-3.5 py-2",
          )}
        >
          {message?.forwarded && !deleted && (
            <span className={clsx("flex items-center gap-1 text-soft text-xs italic", picture && "px-2 py-1")}>
              <Forward aria-hidden="true" size={13} className="mirror" />
              {t("actions.forwarded")}
            </span>
          )}
          {row.quote && (
            <div className={clsx("flex flex-col", picture && "px-2 pt-1")}>
              <ReplyQuote quote={row.quote} mine={mine} />
            </div>
          )}
          {row.media && (
            <div className={clsx(picture && "overflow-hidden rounded-[17px]")}>
              <Attachment media={row.media} words={row.text} clientId={row.clientId} sender={row.sender} mine={mine} />
            </div>
          )}
          {bare ? (
            <div
              className={clsx(
                "pointer-events-none absolute end-2.5 bottom-2.5 text-white *:m-0! *:text-inherit!",
                (row.tells || starred) && "rounded-full bg-black/50 px-2 py-1",
                row.state === "read" ? "[&_svg]:text-[oklch(0.86_0.11_192)]!" : "[&_svg]:text-white!",
              )}
            >
              <BubbleMeta row={row} starred={starred} look="framed" />
            </div>
          ) : (
            <div
              dir={row.text === "" && !deleted ? undefined : "auto"}
              className={clsx(
                "flow-root whitespace-pre-wrap wrap-anywhere",
                row.text !== "" && "[unicode-bidi:plaintext]",
                picture && "px-2.5 pt-1.5 pb-1",
              )}
            >
              {deleted ? (
                <Tombstone mine={mine} />
              ) : emoji > 0 ? (
                <span className={clsx("leading-tight", emojiSizes[emoji])}>{row.text}</span>
              ) : (
                <MessageText text={row.text} beside={row.media?.kind === "file" ? row.media.name : ""} />
              )}
              <BubbleMeta
                row={row}
                starred={starred}
                look={emoji > 0 ? "bare" : row.text === "" && !deleted ? "alone" : "framed"}
              />
            </div>
          )}
          {message && (
            <button
              ref={button}
              type="button"
              // One stop of the Tab key for the whole log: see `useMessageKeys`.
              tabIndex={-1}
              data-message-menu=""
              aria-label={t("actions.menu")}
              aria-haspopup="menu"
              onClick={openBeside}
              className={clsx(
                "absolute top-0.5 grid size-8 place-items-center rounded-full text-soft opacity-0 transition-opacity before:absolute before:-inset-1.5 before:content-['']",
                "hover:bg-sunk hover:text-ink focus-visible:opacity-100 group-hover/bubble:opacity-100 [@media(hover:none)]:pointer-events-none",
                mine ? "end-full me-1" : "start-full ms-1",
              )}
            >
              <ChevronDown aria-hidden="true" size={18} />
            </button>
          )}
        </div>
        {message && <Reactions message={message} mine={mine} />}
        {row.state === "failed" && <Unsent row={row} />}
      </article>
    );
  },
  (one, other) => same(one.row, other.row),
);

/** The right mouse button, the button beside the bubble, a finger that rests; and a swipe that answers. */
function useWaysToMenu({ message }: TextRow) {
  const menu = useMessageMenu();
  const { reply } = useCompose();
  const box = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const open = (anchor: Parameters<typeof menu.open>[0]["anchor"]) => {
    if (message) menu.open({ message, anchor, opener: button.current });
  };
  const stands = message && !message.deleted_at;
  const touch = useBubbleTouch({
    onHold: () => open(null),
    onSwipe: stands && menu.writable ? () => reply(message) : null,
  });
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const target = event.target;
    const isLink = target instanceof Element && target.closest("a") !== null;
    // The browser's own menu for its own things: a link, and words that were selected.
    if (!message || isLink || window.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    if (window.matchMedia("(hover: none)").matches) return;
    if (event.button === 2) open({ x: event.clientX, y: event.clientY });
    else openBeside();
  };
  const openBeside = () => {
    const { left: x = 0, top: y = 0, width, height } = button.current?.getBoundingClientRect() ?? {};
    open(window.matchMedia("(hover: none)").matches ? null : { x, y, width, height });
  };
  return { box, button, touch, onContextMenu, openBeside };
}

function same(one: TextRow, other: TextRow): boolean {
  return (
    one.seq === other.seq &&
    one.message === other.message &&
    one.quote?.id === other.quote?.id &&
    one.text === other.text &&
    one.media?.key === other.media?.key &&
    one.at === other.at &&
    one.state === other.state &&
    one.failure?.message === other.failure?.message &&
    one.first === other.first &&
    one.last === other.last &&
    one.tells === other.tells
  );
}
