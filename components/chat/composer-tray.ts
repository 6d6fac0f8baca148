"use client";

import { type ClipboardEvent, type DragEvent, useCallback, useRef, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { imageSize, isPicture } from "@/lib/client/image-size";
import type { OutboxFile } from "@/lib/client/outbox-rules";
import { uuid } from "@/lib/client/uuid";
import { fileSize } from "@/lib/i18n/file-size";

/** As many as go in one go. */
const MOST = 20;

/** A file that was chosen and not yet sent. */
export interface TrayFile extends OutboxFile {
  id: string;
}

export interface Tray {
  files: readonly TrayFile[];
  /** something is held over the conversation that can be dropped */
  dragging: boolean;
  add(files: Iterable<File>): void;
  /** Takes in what was made here, such as a voice note that ended by itself. */
  keep(file: OutboxFile): void;
  remove(id: string): void;
  clear(): void;
  onPaste(event: ClipboardEvent): void;
  drop: Record<"onDragEnter" | "onDragOver" | "onDragLeave" | "onDrop", (event: DragEvent) => void>;
}

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");

/** What is chosen, pasted or dropped to be sent; `limit` is the server's, in bytes. */
export function useTray(limit: number): Tray {
  const { t, locale } = useI18n();
  const notify = useNotice();
  const [files, setFiles] = useState<readonly TrayFile[]>([]);
  const [dragging, setDragging] = useState(false);
  const depth = useRef(0);

  const refusal = useCallback(
    ({ name, size }: File): string | null => {
      if (size === 0) return t("files.empty", { name });
      if (size <= limit) return null;
      return t("files.too_large", { name, size: fileSize(size, locale), limit: fileSize(limit, locale) });
    },
    [t, locale, limit],
  );
  const add = useCallback(
    (chosen: Iterable<File>) => {
      const taken: File[] = [];
      for (const file of chosen) {
        const text = refusal(file);
        if (text) notify({ text, tone: "bad" });
        else taken.push(file);
      }
      const added = taken.slice(0, MOST).map((file): TrayFile => ({ id: uuid(), blob: file, name: file.name }));
      setFiles((before) => {
        if (before.length + taken.length > MOST) notify({ text: t("files.too_many", { count: MOST }), tone: "bad" });
        return [...before, ...added].slice(0, MOST);
      });
      // Who sends a picture before it is read sends it without its size.
      for (const { id, blob } of added.filter((file) => isPicture(file.blob)))
        void imageSize(blob).then((size) =>
          setFiles((before) => before.map((file) => (file.id === id ? { ...file, ...size } : file))),
        );
    },
    [refusal, notify, t],
  );
  const keep = useCallback((file: OutboxFile) => setFiles((before) => [...before, { id: uuid(), ...file }]), []);
  const leave = () => {
    depth.current = 0;
    setDragging(false);
  };
  return {
    files,
    dragging,
    add,
    keep,
    remove: (id) => setFiles((before) => before.filter((file) => file.id !== id)),
    clear: () => setFiles([]),
    onPaste(event) {
      const pasted = [...event.clipboardData.files];
      // Text with a picture of itself beside it, as office programs copy it, is text.
      if (pasted.length === 0 || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      add(pasted);
    },
    drop: {
      onDragEnter(event) {
        if (!hasFiles(event)) return;
        depth.current += 1;
        setDragging(true);
      },
      onDragOver: (event) => hasFiles(event) && event.preventDefault(),
      onDragLeave() {
        depth.current -= 1;
        if (depth.current <= 0) leave();
      },
      onDrop(event) {
        if (!hasFiles(event)) return;
        event.preventDefault();
        leave();
        add(event.dataTransfer.files);
      },
    },
  };
}
