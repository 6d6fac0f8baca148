import { open } from "node:fs/promises";

/** As far into a file as what tells its codecs may stand, in bytes. */
const HEAD = 65_536;

/** What browsers record (MediaStream Recording): container by its first bytes, then a codec of sound and none of pictures. */
const recordings = [
  {
    contentType: "audio/webm",
    extension: "webm",
    begins: (head: Buffer) => head.readUInt32BE(0) === 0x1a45dfa3,
    sound: ["A_OPUS"],
    pictures: ["V_VP8", "V_VP9", "V_AV1", "V_MPEG", "V_MS"],
  },
  {
    contentType: "audio/ogg",
    extension: "ogg",
    begins: (head: Buffer) => head.toString("latin1", 0, 4) === "OggS",
    sound: ["OpusHead"],
    pictures: ["theora"],
  },
  {
    contentType: "audio/mp4",
    extension: "m4a",
    begins: (head: Buffer) => head.toString("latin1", 4, 8) === "ftyp",
    sound: ["mp4a", "Opus"],
    pictures: ["vide"],
  },
];

/** The type of a voice note, told by its content; null for what is none. */
export async function voiceTypeOf(path: string): Promise<{ contentType: string; extension: string } | null> {
  const head = await headOf(path);
  if (head.length < 16) return null;
  const found = recordings.find(
    ({ begins, sound, pictures }) =>
      begins(head) && sound.some((mark) => head.includes(mark)) && !pictures.some((mark) => head.includes(mark)),
  );
  return found ? { contentType: found.contentType, extension: found.extension } : null;
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
