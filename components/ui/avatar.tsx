"use client";

import clsx from "clsx";
import { type CSSProperties, useState } from "react";
import { hueOf, initialOf } from "./face";

export type AvatarSize = 28 | 38 | 48 | 96 | 140;

const sizes: Record<AvatarSize, { face: string; dot: string }> = {
  28: { face: "size-7 text-[13px]", dot: "size-2 end-0 bottom-0" },
  38: { face: "size-[38px] text-[15px]", dot: "size-2.5 end-0 bottom-0" },
  48: { face: "size-12 text-[18px]", dot: "size-[11px] end-px bottom-px" },
  96: { face: "size-24 text-[36px]", dot: "size-[18px] end-1 bottom-1" },
  140: { face: "size-[140px] text-[52px]", dot: "size-6 end-2 bottom-2" },
};

export type AvatarProps = {
  /** Whose colour it is. */
  id: string | number;
  name: string;
  src?: string | null;
  size?: AvatarSize;
  /** Shows the green dot. Say it in text beside the name too: the picture is hidden from screen readers. */
  online?: boolean;
  className?: string;
};

/** A round picture, or the initial on the person's own hue. Decoration only: the name always stands beside it. */
export function Avatar({ id, name, src, size = 48, online = false, className }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const hue: CSSProperties & Record<"--hue", number> = { "--hue": hueOf(id) };
  return (
    <span aria-hidden="true" className={clsx("relative inline-block shrink-0 rounded-full", className)}>
      <span
        style={hue}
        className={clsx("face grid select-none place-items-center overflow-hidden rounded-full", sizes[size].face)}
      >
        {src && src !== broken ? (
          // biome-ignore lint/performance/noImgElement: already re-encoded and small; the optimiser would only add a hop
          <img src={src} alt="" draggable={false} onError={() => setBroken(src)} className="size-full object-cover" />
        ) : (
          <span className="font-semibold leading-none">{initialOf(name)}</span>
        )}
      </span>
      {online && <span className={clsx("absolute rounded-full bg-yes ring-[2.5px] ring-paper", sizes[size].dot)} />}
    </span>
  );
}
