import { fileTypeFromBuffer } from "file-type";
import sharp from "sharp";
import { refuse } from "@/lib/domain/errors";

export const MAX_AVATAR_BYTES = 8 * 1024 * 1024;
const MAX_PIXELS = 50_000_000;
const SIDE = 256;
const accepted = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);

async function sideOf(image: Uint8Array): Promise<number | null> {
  try {
    const { width, height } = await sharp(image, { limitInputPixels: false }).metadata();
    if (width * height > MAX_PIXELS) return null;
    return Math.min(SIDE, width, height);
  } catch {
    throw refuse("unsupported_media", "not_an_image");
  }
}

/**
 * Makes a picture of what was sent: upright, its middle square, at most 256 px a side, WebP without metadata,
 * and of a moving picture the first frame. The type is told by content, and pixels are counted before decoding.
 * @throws `too_large` (over 8 MB, or image_too_large over 50 megapixels), `unsupported_media` (not_an_image)
 */
export async function avatarImage(image: Uint8Array): Promise<Uint8Array> {
  if (image.byteLength > MAX_AVATAR_BYTES) throw refuse("too_large");
  const type = await fileTypeFromBuffer(image);
  if (!type || !accepted.has(type.mime)) throw refuse("unsupported_media", "not_an_image");
  const side = await sideOf(image);
  if (side === null) throw refuse("too_large", "image_too_large");
  try {
    return await sharp(image, { limitInputPixels: MAX_PIXELS, failOn: "error" })
      .autoOrient()
      .resize(side, side, { fit: "cover", position: "centre" })
      .webp({ quality: 82 })
      .timeout({ seconds: 10 })
      .toBuffer();
  } catch {
    // Begins like a picture and is none.
    throw refuse("unsupported_media", "not_an_image");
  }
}
