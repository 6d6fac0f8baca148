"use client";

import clsx from "clsx";
import { ImageOff } from "lucide-react";
import { useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import type { AttachmentProps } from "./attachment";
import { roomFor } from "./attachment-media";
import { Picture } from "./attachment-picture";
import { AttachmentProgress } from "./attachment-progress";
import { useObjectUrl } from "./attachment-url";
import { openViewer } from "./viewer-store";

const fill = "absolute inset-0 size-full object-cover";

/** A picture in a bubble: its place is kept before it comes; the small one first. Opens the viewer. */
export function AttachmentImage({ media, clientId, sender, mine }: AttachmentProps) {
  const { t } = useI18n();
  const local = useObjectUrl(media.blob);
  const [broken, setBroken] = useState(false);
  const { width, height } = roomFor(media.width, media.height);
  const name = mine ? t("files.own_picture") : t("files.picture_of", { name: sender });
  const still = media.thumbUrl ?? media.url;
  const picture = (
    <span
      className="relative block max-w-full overflow-hidden rounded-[17px] bg-sunk"
      style={{ width, aspectRatio: `${width} / ${height}` }}
    >
      {local && <Picture src={local} alt="" className={fill} />}
      {still && !broken && (
        <Picture
          src={still}
          alt={name}
          decoding="async"
          onError={() => setBroken(true)}
          className={clsx(fill, "animate-fade")}
        />
      )}
      {media.moves && media.url && !broken && <Picture src={media.url} alt="" loading="lazy" className={fill} />}
      {broken && !local && (
        <span className="absolute inset-0 grid place-content-center justify-items-center gap-2 p-3 text-center text-sm text-soft">
          <ImageOff aria-hidden="true" size={24} />
          {t("files.gone")}
        </span>
      )}
    </span>
  );
  if (!media.url)
    return (
      <span className="relative block max-w-full">
        {picture}
        <span className="absolute inset-0 grid place-items-center">
          <AttachmentProgress clientId={clientId} name={media.name} over />
        </span>
      </span>
    );
  return (
    <button
      type="button"
      onClick={() => openViewer(media.conversationId, media.key)}
      className="block max-w-full rounded-[17px] focus-visible:outline-offset-0"
    >
      {picture}
    </button>
  );
}
