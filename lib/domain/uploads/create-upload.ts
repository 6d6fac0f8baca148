import { Attachment } from "@/lib/contracts/chat";
import { CreateUploadInput, type ReceivedFile } from "@/lib/contracts/uploads";
import { toAttachment, type UploadRow } from "@/lib/domain/chat/present";
import type { Context } from "@/lib/domain/context";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { discardBytes, discardKeys, type FreedBytes } from "./discard";
import { createRow } from "./rows";
import { storeFile, type VoiceNote } from "./store-file";

export type StoredUpload = UploadRow & FreedBytes;

/** Stores a received file as the caller's, not yet sent. Leaves nothing behind when it throws. */
export async function keepFile(ctx: Context, file: ReceivedFile, voice: VoiceNote = {}): Promise<StoredUpload> {
  const stored = await storeFile(ctx, file, voice);
  try {
    return await ctx.transaction((tx) => createRow(tx, ctx.actor.id, stored, ctx.now()));
  } catch (error) {
    await discardKeys(ctx.storage, [stored.storageKey, stored.thumbKey]);
    throw error;
  }
}

/** Takes back what `keepFile` has kept, unless a message has it by now. */
export async function dropUpload(ctx: Context, upload: StoredUpload): Promise<void> {
  const gone = await ctx.transaction((tx) => tx.upload.deleteMany({ where: { id: upload.id, messageId: null } }));
  if (gone.count > 0) await discardBytes(ctx, [upload]);
}

/**
 * Takes a file that is going to be sent; unsent, it is forgotten after a day.
 * Errors: `too_large` (in bytes, or image_too_large over 50 megapixels) · `unsupported_media` (not_a_voice_note)
 */
export const createUpload = operation({
  name: "upload.create",
  summary:
    "Upload a file for a message (multipart `file`; for a voice note also `duration_ms` and `waveform`). Pictures " +
    "are drawn anew without metadata. What is not sent is removed after a day.",
  rest: "POST /uploads",
  input: CreateUploadInput,
  output: Attachment,
  allow: signedIn,
  limits: [
    { points: 60, seconds: 60, by: "person" },
    { points: 1000, seconds: 86_400, by: "person" },
  ],
  async run(ctx, { file, duration_ms, waveform }) {
    return toAttachment(await keepFile(ctx, file, { duration_ms, waveform }), ctx);
  },
});
