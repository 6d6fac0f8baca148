"use client";

import { Camera, FileText, Image as ImageIcon, Paperclip } from "lucide-react";
import { type ChangeEvent, useRef } from "react";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { Tray } from "./composer-tray";

/** The way to photos, to a phone's camera, and to any file. */
export function ComposerAttach({ tray }: { tray: Tray }) {
  const { t } = useI18n();
  const photos = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const alive = useHydrated();
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    tray.add([...(event.target.files ?? [])]);
    // The same file again is a change again.
    event.target.value = "";
  };
  const phone = alive && window.matchMedia("(pointer: coarse)").matches;
  const items = [
    {
      label: t("files.photos"),
      icon: <ImageIcon aria-hidden="true" size={20} />,
      onSelect: () => photos.current?.click(),
    },
    ...(phone
      ? [
          {
            label: t("files.camera"),
            icon: <Camera aria-hidden="true" size={20} />,
            onSelect: () => camera.current?.click(),
          },
        ]
      : []),
    { label: t("files.file"), icon: <FileText aria-hidden="true" size={20} />, onSelect: () => files.current?.click() },
  ];
  const hidden = { type: "file", hidden: true, onChange: take } as const;
  return (
    <>
      <Menu items={items}>
        <IconButton label={t("files.attach")} disabled={!alive}>
          <Paperclip aria-hidden="true" size={21} />
        </IconButton>
      </Menu>
      <input
        ref={photos}
        {...hidden}
        accept="image/jpeg,image/png,image/webp,image/gif"
        multiple
        aria-label={t("files.photos")}
      />
      <input ref={camera} {...hidden} accept="image/*" capture="environment" aria-label={t("files.camera")} />
      <input ref={files} {...hidden} multiple aria-label={t("files.file")} />
    </>
  );
}
