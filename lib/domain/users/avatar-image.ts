import type { LocalFile } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { inTurn, openPicture } from "@/lib/domain/uploads/open-picture";

export const MAX_AVATAR_BYTES = 8 * 1024 * 1024;
const SIDE = 256;

/**
 * Makes a picture of what was sent: upright, its middle square, at most 256 px a side, WebP without metadata,
 * and of a moving picture the first frame. The type is told by content, and pixels are counted before decoding.
 * @throws `too_large` (over 8 MB, or image_too_large over 50 megapixels), `unsupported_media` (not_an_image)
 */
export async function avatarImage(file: LocalFile): Promise<Uint8Array> {
  if (file.size > MAX_AVATAR_BYTES) throw refuse("too_large");
  const picture = await openPicture(file.path);
  if (!picture) throw refuse("unsupported_media", "not_an_image");
  const side = Math.min(SIDE, picture.width, picture.height);
  return inTurn(async () => {
    try {
      return await picture
        .decode()
        .resize(side, side, { fit: "cover", position: "centre" })
        .webp({ quality: 82 })
        .toBuffer();
    } catch {
      // Begins like a picture and is none.
      throw refuse("unsupported_media", "not_an_image");
    }
  });
}
