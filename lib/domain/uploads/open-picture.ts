import { fileTypeFromFile } from "file-type";
import sharp, { type Metadata, type Sharp } from "sharp";
import { refuse } from "@/lib/domain/errors";

/** Above this nothing is decoded, all frames of a moving picture together; one of 12 megapixels is a phone's. */
const MAX_PIXELS = 50_000_000;

type Format = "jpeg" | "png" | "webp" | "gif";

const formats = new Map<string, Format>([
  ["image/jpeg", "jpeg"],
  ["image/png", "png"],
  ["image/webp", "webp"],
  ["image/gif", "gif"],
]);

// What a file turns out to be is decoded by one of four loaders or not at all: no SVG, no TIFF, no AVIF, no HEIC.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif"],
});
// Pictures are made beside messages and calls: one core each, and two at once.
sharp.concurrency(1);

export interface OpenPicture {
  /** a fresh pipeline over the file, upright; `frames` takes all of a moving picture's */
  decode(options?: { frames?: boolean }): Sharp;
  format: Format;
  /** pixels of one frame, as it is stored */
  width: number;
  height: number;
  moving: boolean;
}

/**
 * Looks at the head of a file. Answers null for what is no JPEG, PNG, WebP or GIF by its content.
 * @throws `too_large` (image_too_large) for more than 50 megapixels, counted before decoding
 */
export async function openPicture(path: string): Promise<OpenPicture | null> {
  const type = await fileTypeFromFile(path);
  const expected = type && formats.get(type.mime);
  if (!expected) return null;
  const head = await headOf(path);
  // If the two libraries disagree about the type, the file was probably made to deceive one of them.
  if (!head || head.format !== expected) return null;
  const { width, pages = 1 } = head;
  const height = head.pageHeight ?? head.height;
  if (width * height * pages > MAX_PIXELS) throw refuse("too_large", "image_too_large");
  return {
    decode: ({ frames = false } = {}) =>
      sharp(path, { limitInputPixels: MAX_PIXELS, failOn: "error", animated: frames })
        .autoOrient()
        .timeout({ seconds: 20 }),
    format: expected,
    width,
    height,
    moving: pages > 1,
  };
}

async function headOf(path: string): Promise<Metadata | null> {
  try {
    return await sharp(path, { limitInputPixels: false, animated: true }).metadata();
  } catch {
    return null;
  }
}

let working = 0;
const waiting: (() => void)[] = [];

/** Runs `work` with at most one other at a time: decoded pictures are large. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= 2) await new Promise<void>((resolve) => waiting.push(resolve));
  else working += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else working -= 1;
  }
}
