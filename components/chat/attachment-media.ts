import { isPicture } from "@/lib/client/image-size";
import type { OutboxEntry } from "@/lib/client/outbox-rules";
import type { Message } from "@/lib/contracts/chat";

/** What goes with the words of a message: a file on the server, or one on its way there. */
export interface Media {
  /** of the message, so that a bubble knows when it has got another */
  key: string;
  kind: "image" | "voice" | "file";
  conversationId: number;
  name: string;
  /** bytes */
  size: number;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  waveform: string | null;
  /** null while it is on its way */
  url: string | null;
  thumbUrl: string | null;
  /** it may move, so its small picture does not tell all */
  moves: boolean;
  /** the file itself, while it is on its way */
  blob: Blob | null;
}

/** A picture of this size is fetched whole where it may move, in bytes. */
const MOVING = 3 * 1024 * 1024;

export function mediaOf({ conversation_id, attachment }: Message): Media | null {
  if (!attachment) return null;
  return {
    key: attachment.id,
    kind: attachment.kind,
    conversationId: conversation_id,
    name: attachment.name,
    size: attachment.size,
    width: attachment.width,
    height: attachment.height,
    durationMs: attachment.duration_ms,
    waveform: attachment.waveform,
    url: attachment.url,
    thumbUrl: attachment.thumb_url,
    moves: attachment.content_type === "image/webp" && attachment.size < MOVING,
    blob: null,
  };
}

export function mediaOfWaiting({ client_id, conversation_id, file }: OutboxEntry): Media | null {
  if (!file) return null;
  const { blob, name, width = null, height = null, fields = {} } = file;
  const duration = fields.duration_ms;
  return {
    key: client_id,
    kind: duration !== undefined ? "voice" : isPicture(blob) ? "image" : "file",
    conversationId: conversation_id,
    name,
    size: blob.size,
    width,
    height,
    durationMs: duration === undefined ? null : Number(duration),
    waveform: fields.waveform ?? null,
    url: null,
    thumbUrl: null,
    moves: false,
    blob,
  };
}

/** The room that a picture gets in a bubble, in pixels: known before it is loaded, so nothing moves when it comes. */
export function roomFor(width: number | null, height: number | null): { width: number; height: number } {
  const [w, h] = [width || 4, height || 3];
  const scale = Math.min(320 / w, 380 / h, Math.max(1, 120 / Math.min(w, h)));
  const clamp = (value: number, most: number) => Math.round(Math.min(most, Math.max(120, value * scale)));
  return width && height ? { width: clamp(w, 320), height: clamp(h, 380) } : { width: 280, height: 210 };
}
