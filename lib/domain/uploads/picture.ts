import type { OutputInfo, Sharp } from "sharp";
import { inTurn, type OpenPicture, openPicture } from "./open-picture";

/** The longest side that is kept, and that of the small picture shown first, in pixels. */
const LONGEST = 2560;
const THUMB = 480;

export interface Picture {
  bytes: Uint8Array;
  thumb: Uint8Array;
  contentType: string;
  extension: string;
  /** pixels, upright */
  width: number;
  height: number;
}

const kept = {
  jpeg: { make: (image: Sharp) => image.jpeg({ quality: 85 }), contentType: "image/jpeg", extension: "jpg" },
  png: { make: (image: Sharp) => image.png(), contentType: "image/png", extension: "png" },
  webp: { make: (image: Sharp) => image.webp({ quality: 85 }), contentType: "image/webp", extension: "webp" },
  moving: {
    make: (image: Sharp) => image.webp({ quality: 75, effort: 1 }),
    contentType: "image/webp",
    extension: "webp",
  },
};

function kindOf({ format, moving }: OpenPicture): keyof typeof kept {
  if (moving) return "moving";
  return format === "gif" ? "png" : format;
}

const within = (image: Sharp, side: number) =>
  image.resize({ width: side, height: side, fit: "inside", withoutEnlargement: true });

const heightOf = (info: OutputInfo) => info.pageHeight ?? info.height;

/**
 * Makes of a file the picture that is kept: upright, at most 2560 pixels a side, drawn anew so that nothing of the
 * file but its pixels is left (no place, no camera, nothing hidden behind them), moving if it moves; and a small still
 * one. Answers null for what cannot be read as a JPEG, PNG, WebP or GIF.
 * @throws `too_large` (image_too_large) for more than 50 megapixels
 */
export async function pictureOf(path: string): Promise<Picture | null> {
  const opened = await openPicture(path);
  if (!opened) return null;
  const { make, contentType, extension } = kept[kindOf(opened)];
  return inTurn(async () => {
    try {
      const { data, info } = await make(within(opened.decode({ frames: opened.moving }), LONGEST)).toBuffer({
        resolveWithObject: true,
      });
      const thumb = await within(opened.decode(), THUMB).webp({ quality: 65 }).toBuffer();
      return { bytes: data, thumb, contentType, extension, width: info.width, height: heightOf(info) };
    } catch {
      // Begins like a picture and is none.
      return null;
    }
  });
}
