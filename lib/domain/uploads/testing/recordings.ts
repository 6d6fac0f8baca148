/** The heads of recordings as browsers begin them: enough for telling what they are, nothing to be heard. */
const webm = (codec: string) =>
  Buffer.concat([
    Buffer.from("1a45dfa39f4286810142f7810142f2810442f381084282847765626d4287810442858102", "hex"),
    Buffer.from("18538067", "hex"),
    Buffer.from(`\u0086\u0086${codec}`, "latin1"),
    Buffer.alloc(64),
  ]);

export const webmVoice = webm("A_OPUS");
export const webmVideo = webm("V_VP8\u0086\u0086A_OPUS");
export const oggVoice = Buffer.concat([
  Buffer.from("OggS\u0000\u0002", "latin1"),
  Buffer.alloc(22),
  Buffer.from("OpusHead"),
  Buffer.alloc(32),
]);
