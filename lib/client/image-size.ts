// What the server draws anew as a picture; everything else goes as the file that it is.
const pictures = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);

/** Whether a file will be shown as a picture, by what the browser takes it for. */
export function isPicture(file: Blob): boolean {
  return pictures.has(file.type);
}

/** The pixels of a picture, upright; null for what cannot be read as one. */
export async function imageSize(file: Blob): Promise<{ width: number; height: number } | null> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}
