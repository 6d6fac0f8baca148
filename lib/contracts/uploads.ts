import { z } from "zod";

/** The longest voice note, in milliseconds: an hour. */
export const MAX_VOICE_MS = 3_600_000;
/** The most steps that a voice note's waveform may have. */
const MAX_WAVEFORM_STEPS = 256;
/** The longest name of a file, in UTF-16 code units, its extension included. */
export const MAX_FILE_NAME = 120;

const received = Symbol.for("nida.received-file");

/** A file of a multipart form (RFC 7578), received whole into a file of this machine; its receiver removes it. */
export interface ReceivedFile {
  readonly path: string;
  /** as the sender calls it: nothing in it is to be trusted */
  readonly name: string;
  /** bytes */
  readonly size: number;
  readonly [received]: true;
}

/** Made by doors alone: marked by a symbol, so that no JSON can name a file of the server. */
export function receivedFile(path: string, name: string, size: number): ReceivedFile {
  return { path, name, size, [received]: true };
}

export const FormFile = z.custom<ReceivedFile>(
  (value) => typeof value === "object" && value !== null && received in value,
  { error: (issue) => (issue.input === undefined ? "required" : "wrong_type") },
);

function isWaveform(text: string): boolean {
  const bytes = Buffer.from(text, "base64");
  return bytes.length > 0 && bytes.length <= MAX_WAVEFORM_STEPS && bytes.toString("base64") === text;
}

/** With `duration_ms` the file is a voice note: WebM or Ogg with Opus, or MP4 with AAC or Opus. */
export const VoiceFields = z.object({
  duration_ms: z.number().int().min(1).max(MAX_VOICE_MS).optional(),
  waveform: z
    .string()
    .max(400)
    .refine(isWaveform, "invalid_value")
    .optional()
    .describe("loudness over time, base64 of one byte a step"),
});

export const CreateUploadInput = VoiceFields.extend({ file: FormFile });

export const ReadUploadInput = z.object({ upload_id: z.uuid(), size: z.enum(["full", "thumb"]).default("full") });

/** What a door needs to serve a stored file. */
export const StoredFile = z.object({
  key: z.string(),
  size: z.number().int().min(0).nullable().describe("bytes; null for a small picture, which is served whole"),
  content_type: z.string(),
  name: z.string(),
  disposition: z.enum(["inline", "attachment"]).describe("whether a browser may show it, or only save it"),
});
export type StoredFile = z.infer<typeof StoredFile>;
