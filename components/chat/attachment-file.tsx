"use client";

import { Download, FileArchive, FileAudio, FileText, FileVideo, File as PlainFile } from "lucide-react";
import type { ReactNode } from "react";
import { useI18n } from "@/components/ui/i18n";
import { iconButtonClass } from "@/components/ui/icon-button";
import { fileSize } from "@/lib/i18n/file-size";
import { matchRanges } from "@/lib/text/fold";
import type { AttachmentProps } from "./attachment";
import { AttachmentProgress } from "./attachment-progress";
import { Marked, useHighlight } from "./highlight";

const kinds: [RegExp, typeof PlainFile][] = [
  [/\.(pdf|docx?|odt|rtf|txt|md|pages)$/i, FileText],
  [/\.(zip|rar|7z|tar|gz|xz|zst)$/i, FileArchive],
  [/\.(mp3|m4a|ogg|opus|wav|flac|aac)$/i, FileAudio],
  [/\.(mp4|mov|mkv|webm|avi)$/i, FileVideo],
];

function iconOf(name: string): ReactNode {
  const [, Icon] = kinds.find(([ending]) => ending.test(name)) ?? [null, PlainFile];
  return <Icon aria-hidden="true" size={22} />;
}

/** A file in a bubble: what it is, how large, and the way to have it. */
export function AttachmentFile({ media, words, clientId }: AttachmentProps) {
  const { t, locale } = useI18n();
  const query = useHighlight();
  return (
    <span className="flex min-w-56 max-w-full items-center gap-3 py-1">
      {media.url ? (
        <span className="grid size-11 shrink-0 place-items-center rounded-surface bg-brand/12 text-brand-ink">
          {iconOf(media.name)}
        </span>
      ) : (
        <AttachmentProgress clientId={clientId} name={media.name} />
      )}
      <span className="grid min-w-0 flex-1">
        <bdi className="cut font-medium">
          <Marked text={media.name} ranges={query ? matchRanges(media.name, query, words) : []} />
        </bdi>
        <span className="text-sm text-soft">{fileSize(media.size, locale)}</span>
      </span>
      {media.url && (
        <a
          href={media.url}
          download={media.name}
          aria-label={t("files.download", { name: media.name })}
          title={t("files.save")}
          className={iconButtonClass("quiet", "medium", "-me-1.5 hover:bg-brand/12!")}
        >
          <Download aria-hidden="true" size={20} />
        </a>
      )}
    </span>
  );
}
