"use client";

import { FileText, X } from "lucide-react";
import { useI18n } from "@/components/ui/i18n";
import { isPicture } from "@/lib/client/image-size";
import { fileSize } from "@/lib/i18n/file-size";
import { Picture } from "./attachment-picture";
import { useObjectUrl } from "./attachment-url";
import type { Tray, TrayFile } from "./composer-tray";

/** What is about to be sent, above the words that go with it. */
export function ComposerFiles({ tray }: { tray: Tray }) {
  const { t } = useI18n();
  if (tray.files.length === 0) return null;
  return (
    <ul aria-label={t("files.tray")} className="flex gap-2.5 overflow-x-auto px-1 pt-1 pb-2.5">
      {tray.files.map((file) => (
        <Chosen key={file.id} file={file} onRemove={() => tray.remove(file.id)} />
      ))}
    </ul>
  );
}

function Chosen({ file, onRemove }: { file: TrayFile; onRemove: () => void }) {
  const { t, locale } = useI18n();
  const picture = isPicture(file.blob);
  const url = useObjectUrl(picture ? file.blob : null);
  return (
    <li className="relative shrink-0 animate-pop">
      {picture ? (
        <span className="block size-22 overflow-hidden rounded-surface border border-line bg-sunk">
          {url && <Picture src={url} alt={file.name} className="size-full object-cover" />}
        </span>
      ) : (
        <span className="flex h-22 w-52 items-center gap-3 rounded-surface border border-line bg-surface px-3">
          <span className="grid size-11 shrink-0 place-items-center rounded-surface bg-brand-wash text-brand-ink">
            <FileText aria-hidden="true" size={22} />
          </span>
          <span className="grid min-w-0 pe-4">
            <bdi className="cut font-medium text-sm">{file.name}</bdi>
            <span className="text-sm text-soft">{fileSize(file.blob.size, locale)}</span>
          </span>
        </span>
      )}
      <button
        type="button"
        aria-label={t("files.remove", { name: file.name })}
        title={t("files.remove", { name: file.name })}
        onClick={onRemove}
        className="-end-2 -top-2 absolute grid size-11 place-items-center"
      >
        <span className="grid size-7 place-items-center rounded-full bg-ink text-paper shadow-near">
          <X aria-hidden="true" size={16} />
        </span>
      </button>
    </li>
  );
}

/** Over the conversation while something is held that can be dropped there. */
export function DropHere({ name }: { name: string }) {
  const { t } = useI18n();
  const [before, after] = t("files.drop").split("{name}");
  return (
    <div className="pointer-events-none absolute inset-2 z-30 grid animate-fade place-items-center rounded-float border-2 border-brand border-dashed bg-brand-wash/90 font-medium text-brand-ink text-lg">
      <p>
        {before}
        <bdi>{name}</bdi>
        {after}
      </p>
    </div>
  );
}
