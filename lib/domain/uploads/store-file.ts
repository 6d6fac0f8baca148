import { randomUUID } from "node:crypto";
import { fileTypeFromFile } from "file-type";
import type { ReceivedFile } from "@/lib/contracts/uploads";
import type { Context, Storage } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { cleanName } from "./clean-name";
import { discardKeys } from "./discard";
import { pictureOf } from "./picture";
import { voiceTypeOf } from "./voice";

export interface VoiceNote {
  duration_ms?: number;
  waveform?: string;
}

/** What a stored file's row says, without whose it is. */
export interface NewUpload {
  kind: "image" | "voice" | "file";
  name: string;
  contentType: string;
  size: number;
  width?: number;
  height?: number;
  durationMs?: number;
  waveform?: string;
  storageKey: string;
  thumbKey?: string;
}

/** Where this domain's bytes lie: whoever looks for orphans looks here. */
export const FOLDER = "files";

function newKey(): string {
  const id = randomUUID();
  // Folders of a local disk stay small.
  return `${FOLDER}/${id.slice(0, 2)}/${id}`;
}

const THUMB = "-thumb";

/** The key of the file that a small picture belongs to; a file's own key is its own. */
export function fileOf(key: string): string {
  return key.endsWith(THUMB) ? key.slice(0, -THUMB.length) : key;
}

/**
 * Stores the bytes of a received file, as what its content is: a picture drawn anew, a voice note, or any file as it is.
 * Stores nothing when it throws.
 * @throws `too_large` (image_too_large) · `unsupported_media` (not_a_voice_note: a length was given, but it is none)
 */
export async function storeFile(ctx: Pick<Context, "storage">, file: ReceivedFile, voice: VoiceNote) {
  if (voice.duration_ms !== undefined) return storeVoice(ctx.storage, file, voice);
  return (await storePicture(ctx.storage, file)) ?? storeAny(ctx.storage, file);
}

async function storeVoice(storage: Storage, file: ReceivedFile, voice: VoiceNote): Promise<NewUpload> {
  const type = await voiceTypeOf(file.path);
  if (!type) throw refuse("unsupported_media", "not_a_voice_note");
  const storageKey = newKey();
  await storage.put(storageKey, file);
  return {
    kind: "voice",
    name: cleanName(file.name, "voice", type.extension),
    contentType: type.contentType,
    size: file.size,
    durationMs: voice.duration_ms,
    waveform: voice.waveform,
    storageKey,
  };
}

async function storePicture(storage: Storage, file: ReceivedFile): Promise<NewUpload | null> {
  const picture = await pictureOf(file.path);
  if (!picture) return null;
  const { bytes, thumb, contentType, extension, width, height } = picture;
  const storageKey = newKey();
  const thumbKey = storageKey + THUMB;
  try {
    await storage.put(storageKey, bytes);
    await storage.put(thumbKey, thumb);
  } catch (error) {
    await discardKeys(storage, [storageKey, thumbKey]);
    throw error;
  }
  const name = cleanName(file.name, "image", extension);
  return { kind: "image", name, contentType, size: bytes.byteLength, width, height, storageKey, thumbKey };
}

async function storeAny(storage: Storage, file: ReceivedFile): Promise<NewUpload> {
  const type = await fileTypeFromFile(file.path);
  const storageKey = newKey();
  await storage.put(storageKey, file);
  return {
    kind: "file",
    name: cleanName(file.name, "file"),
    contentType: type?.mime ?? "application/octet-stream",
    size: file.size,
    storageKey,
  };
}
