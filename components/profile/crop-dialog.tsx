"use client";

import { ZoomIn } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useI18n } from "@/components/ui/i18n";
import { maxZoom, type Placement, scaleOf, settle, squareOf, zoomTo } from "./crop";

const WINDOW_PX = 272;
/** What stands beside it on a narrow phone: the edges of the screen and of the dialog. */
const EDGES_PX = 74;
/** Twice what the server keeps, so that its own scaling has something to work with. */
const SIDE_PX = 512;
const STEP_PX = 12;

const arrows: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-STEP_PX, 0],
  ArrowRight: [STEP_PX, 0],
  ArrowUp: [0, -STEP_PX],
  ArrowDown: [0, STEP_PX],
};

type CropDialogProps = {
  /** object URL of the chosen file */
  src: string;
  onCancel: () => void;
  /** the browser cannot draw this file */
  onUnreadable: () => void;
  onCropped: (picture: Blob) => void;
};

/** Choose the square of a picture: drag or arrow keys move it, the slider zooms. */
export function CropDialog({ src, onCancel, onUnreadable, onCropped }: CropDialogProps) {
  const { t } = useI18n();
  const picture = useRef<HTMLImageElement>(null);
  const [placement, setPlacement] = useState<Placement | null>(null);
  const [cropping, setCropping] = useState(false);
  const [side] = useState(() => Math.min(WINDOW_PX, window.innerWidth - EDGES_PX));

  const move = (x: number, y: number) => setPlacement((p) => p && settle({ ...p, x: p.x + x, y: p.y + y }));
  const onPointerMove = (event: PointerEvent) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) move(event.movementX, event.movementY);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = arrows[event.key];
    if (!step) return;
    event.preventDefault();
    move(...step);
  };

  function crop() {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d");
    if (!picture.current || !placement || !context) return;
    setCropping(true);
    canvas.width = canvas.height = SIDE_PX;
    const { left, top, side: taken } = squareOf(placement);
    context.imageSmoothingQuality = "high";
    context.drawImage(picture.current, left, top, taken, taken, 0, 0, SIDE_PX, SIDE_PX);
    canvas.toBlob((blob) => (blob ? onCropped(blob) : onUnreadable()), "image/webp", 0.92);
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onCancel()} title={t("profile.crop.title")}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would not take the arrow keys either */}
      <div
        role="group"
        aria-label={t("profile.crop.area")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the picture
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        style={{ width: side, height: side }}
        className="relative mx-auto max-w-full cursor-grab touch-none select-none overflow-hidden rounded-surface bg-sunk active:cursor-grabbing"
      >
        {/* biome-ignore lint/performance/noImgElement: a file of this device, never sent as it is */}
        <img
          ref={picture}
          src={src}
          alt=""
          draggable={false}
          onError={onUnreadable}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            width && height ? setPlacement({ width, height, window: side, zoom: 1, x: 0, y: 0 }) : onUnreadable()
          }
          style={
            placement
              ? {
                  width: placement.width * scaleOf(placement),
                  height: placement.height * scaleOf(placement),
                  translate: `calc(-50% + ${placement.x}px) calc(-50% + ${placement.y}px)`,
                }
              : { visibility: "hidden" }
          }
          className="absolute top-1/2 left-1/2 max-w-none"
        />
        <span className="pointer-events-none absolute inset-0 rounded-full shadow-[0_0_0_999px_var(--veil)]" />
      </div>
      <label className="flex min-h-11 items-center gap-3 text-soft">
        <ZoomIn aria-hidden="true" size={20} />
        <input
          type="range"
          aria-label={t("profile.crop.zoom")}
          min={1}
          max={maxZoom}
          step={0.01}
          value={placement?.zoom ?? 1}
          onChange={(event) => {
            const zoom = event.target.valueAsNumber;
            setPlacement((p) => p && zoomTo(p, zoom));
          }}
          className="h-11 min-w-0 flex-1 accent-brand"
        />
      </label>
      <div className="grid grid-cols-2 gap-3">
        <Button variant="quiet" className="bg-sunk" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button onClick={crop} pending={cropping} disabled={!placement}>
          {t("profile.crop.submit")}
        </Button>
      </div>
    </Dialog>
  );
}
