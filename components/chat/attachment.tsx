"use client";

import { AttachmentFile } from "./attachment-file";
import { AttachmentImage } from "./attachment-image";
import type { Media } from "./attachment-media";
import { VoiceNote } from "./voice-note";

export type AttachmentProps = {
  media: Media;
  /** what is written with it */
  words: string;
  /** of the message, to follow and cancel its upload */
  clientId: string;
  sender: string;
  mine: boolean;
};

/** What goes with the words of a message. */
export function Attachment(props: AttachmentProps) {
  if (props.media.kind === "image") return <AttachmentImage {...props} />;
  return props.media.kind === "voice" ? <VoiceNote {...props} /> : <AttachmentFile {...props} />;
}
