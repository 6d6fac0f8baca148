import { expect, it } from "vitest";
import { mediaOfWaiting, roomFor } from "./attachment-media";

it.each([
  [4000, 3000, 320, 240],
  [3000, 4000, 285, 380],
  [320, 240, 320, 240],
  [160, 160, 160, 160],
  [20, 20, 120, 120],
  [10_000, 10, 320, 120],
  [10, 10_000, 120, 380],
  [null, null, 280, 210],
  [0, 0, 280, 210],
])("a picture of %s by %s gets %d by %d", (width, height, w, h) => {
  expect(roomFor(width, height)).toEqual({ width: w, height: h });
});

it("a file on its way is shown as what it will be", () => {
  const entry = { client_id: "c", conversation_id: 1, text: "", at: 0, state: "queued", failure: null } as const;
  const file = (type: string, more = {}) => ({ blob: new Blob(["x"], { type }), name: "a", ...more });
  const kindOf = (type: string, more = {}) => mediaOfWaiting({ ...entry, file: file(type, more) })?.kind;
  expect(mediaOfWaiting(entry)).toBeNull();
  expect(["image/png", "image/svg+xml", "image/heic", "application/pdf", ""].map((type) => kindOf(type))).toEqual([
    "image",
    "file",
    "file",
    "file",
    "file",
  ]);
  const voice = mediaOfWaiting({ ...entry, file: file("audio/webm", { fields: { duration_ms: "1500" } }) });
  expect(voice).toMatchObject({ kind: "voice", durationMs: 1500, size: 1, url: null });
});
