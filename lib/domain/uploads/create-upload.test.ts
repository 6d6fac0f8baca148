import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newPerson } from "@/lib/domain/chat/testing/world";
import { testContext } from "@/lib/domain/testing/context";
import { formFile } from "@/lib/domain/testing/form-file";
import { refused } from "@/lib/domain/testing/refused";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { createUpload } from "./index";
import { oggVoice, webmVideo, webmVoice } from "./testing/recordings";

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 0, b: 0 } } });

let database: ScratchDatabase;
beforeAll(async () => {
  database = await scratchSqlite();
});
afterAll(() => database.close());

async function upload(bytes: Uint8Array | string | Sharp, name: string, fields: object = {}) {
  const ctx = testContext(database, { actor: await newPerson(database) });
  const content = bytes instanceof Uint8Array || typeof bytes === "string" ? bytes : await bytes.toBuffer();
  const attachment = await createUpload.execute(ctx, { file: formFile(content, name), ...fields });
  const row = await database.db.upload.findUnique({ where: { id: attachment.id } });
  const stored = ctx.world.files.get(row?.storageKey ?? "") ?? new Uint8Array();
  const thumb = ctx.world.files.get(row?.thumbKey ?? "") ?? null;
  return { ctx, attachment, stored, thumb, keys: [...ctx.world.files.keys()] };
}

async function refusal(bytes: Uint8Array | string, fields: object = {}) {
  const ctx = testContext(database, { actor: await newPerson(database) });
  const answer = await refused(createUpload.execute(ctx, { file: formFile(bytes, "x"), ...fields }));
  expect(ctx.world.files.size).toBe(0);
  expect(await database.db.upload.count({ where: { ownerId: ctx.actor.id } })).toBe(0);
  return answer;
}

describe("a picture", () => {
  it.each([
    ["jpeg", "image/jpeg", "photo.jpg"],
    ["png", "image/png", "photo.png"],
    ["webp", "image/webp", "photo.webp"],
    ["gif", "image/png", "photo.png"],
  ] as const)("as %s is drawn anew without what was hidden in it", async (format, content_type, name) => {
    const original = await blank(900, 400)
      .withExif({ IFD0: { Copyright: "secret" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "33/1 30/1 0/1" } })
      .toFormat(format)
      .toBuffer();
    const hiding = Buffer.concat([original, Buffer.from("<script>secret</script>PK\u0003\u0004")]);
    const { attachment, stored, thumb } = await upload(hiding, `photo.${format === "jpeg" ? "jpg" : format}`);
    expect(attachment).toMatchObject({ kind: "image", content_type, name, width: 900, height: 400 });
    expect(attachment).toMatchObject({ size: stored.byteLength, duration_ms: null, waveform: null });
    const { exif, icc, xmp, width, height } = await sharp(stored).metadata();
    expect({ exif, icc, xmp, width, height }).toEqual({ width: 900, height: 400 });
    expect(Buffer.from(stored).includes("secret")).toBe(false);
    expect(await sharp(thumb ?? undefined).metadata()).toMatchObject({ format: "webp", width: 480, height: 213 });
  });

  it("is upright, and its measures are those that are shown", async () => {
    const { attachment, stored } = await upload(blank(300, 200).jpeg().withMetadata({ orientation: 6 }), "a.jpg");
    expect(attachment).toMatchObject({ width: 200, height: 300 });
    expect(await sharp(stored).metadata()).toMatchObject({ width: 200, height: 300 });
  });

  it("is made smaller where it is larger than screens, and never larger", async () => {
    expect((await upload(blank(5000, 2500).png(), "a.png")).attachment).toMatchObject({ width: 2560, height: 1280 });
    const { attachment, thumb } = await upload(blank(7, 5).png(), "a.png");
    expect(attachment).toMatchObject({ width: 7, height: 5 });
    expect(await sharp(thumb ?? undefined).metadata()).toMatchObject({ width: 7, height: 5 });
  });

  it("that moves goes on moving, with a still one before it", async () => {
    const frames = Buffer.concat([Buffer.alloc(300, 0), Buffer.alloc(300, 120), Buffer.alloc(300, 250)]);
    const gif = sharp(frames, { raw: { width: 10, height: 30, channels: 3, pageHeight: 10 } }).gif({
      delay: [90, 90, 90],
    });
    const { attachment, stored, thumb } = await upload(gif, "wave.gif");
    expect(attachment).toMatchObject({ kind: "image", content_type: "image/webp", name: "wave.webp" });
    expect(attachment).toMatchObject({ width: 10, height: 10 });
    expect(await sharp(stored, { animated: true }).metadata()).toMatchObject({ pages: 3, delay: [90, 90, 90] });
    expect((await sharp(thumb ?? undefined).metadata()).pages ?? 1).toBe(1);
  });

  it("is refused for its pixels before it is decoded, however small its file, all frames counted", async () => {
    const bomb = await blank(8000, 8000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.byteLength).toBeLessThan(300_000);
    expect(await refusal(bomb)).toBe("too_large image_too_large");
    const huge = Buffer.from(bomb);
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    // A head that lies about the size, or whose checksum no longer fits: never decoded either way.
    expect(await refused(upload(huge, "a.png"))).toMatch(/^(nothing|too_large image_too_large)$/);
    // 51 frames of one pixel each, on a screen that is said to be of a megapixel.
    const pixel = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");
    const frames = Array.from({ length: 51 }, () => pixel.subarray(19, -1));
    const moving = Buffer.concat([pixel.subarray(0, 19), ...frames, pixel.subarray(-1)]);
    moving.writeUInt16LE(1000, 6);
    moving.writeUInt16LE(1000, 8);
    expect(await refusal(moving)).toBe("too_large image_too_large");
  });
});

describe("a file", () => {
  it("of any other kind is kept as it is and named by its content", async () => {
    const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<< >>\nendobj\n");
    const { attachment, stored, keys } = await upload(pdf, "../تقرير\u202e.pdf");
    expect(attachment).toMatchObject({ kind: "file", content_type: "application/pdf", name: "تقرير.pdf" });
    expect(attachment).toMatchObject({ size: pdf.byteLength, width: null, thumb_url: null });
    expect(Buffer.from(stored)).toEqual(pdf);
    expect(keys).toEqual([expect.stringMatching(/^files\/[0-9a-f]{2}\/[0-9a-f-]{36}$/)]);
  });

  it("is nothing else for being called a picture, a page, or two things at once", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const png = await blank(10, 10).png().toBuffer();
    const avif = await blank(64, 64).avif().toBuffer();
    const tiff = await blank(10, 10).tiff().toBuffer();
    const cut = png.subarray(0, 40);
    const gifThenSvg = Buffer.from(`GIF89a${svg}`);
    for (const bytes of [svg, `<html>${svg}`, gifThenSvg, avif, tiff, cut, Buffer.alloc(0), "GIF89a", "\u0000"]) {
      const { attachment, thumb } = await upload(bytes, "photo.png");
      expect(attachment).toMatchObject({ kind: "file", width: null, height: null });
      expect(attachment.content_type).not.toMatch(/html|javascript/);
      expect(thumb).toBeNull();
    }
  });

  it("comes from a form alone: no JSON can name one of the server's", async () => {
    const ctx = testContext(database, { actor: await newPerson(database) });
    for (const file of [{ path: "/etc/passwd", name: "a", size: 1 }, "/etc/passwd", null, [], 5]) {
      expect(await refused(createUpload.execute(ctx, { file }))).toBe("validation_failed file:wrong_type");
    }
    expect(await refused(createUpload.execute(ctx, {}))).toBe("validation_failed file:required");
  });

  it("leaves nothing behind when its row or its small picture cannot be written", async () => {
    const ctx = testContext(database, { actor: await newPerson(database) });
    const file = formFile(await blank(10, 10).png().toBuffer());
    const broken = { ...ctx, transaction: () => Promise.reject(new Error("no database")) };
    await expect(createUpload.execute(broken, { file })).rejects.toThrow("no database");
    expect(ctx.world.files.size).toBe(0);
    const put: typeof ctx.storage.put = (key, content) =>
      key.endsWith("-thumb") ? Promise.reject(new Error("full")) : ctx.storage.put(key, content);
    await expect(createUpload.execute({ ...ctx, storage: { ...ctx.storage, put } }, { file })).rejects.toThrow("full");
    expect(ctx.world.files.size).toBe(0);
  });
});

describe("a voice note", () => {
  const waveform = Buffer.from([0, 10, 255]).toString("base64");

  it("is kept as it was recorded, with its length and its waveform", async () => {
    const { attachment } = await upload(webmVoice, "blob", { duration_ms: 1500, waveform });
    expect(attachment).toMatchObject({ kind: "voice", content_type: "audio/webm", name: "blob.webm", waveform });
    expect(attachment).toMatchObject({ duration_ms: 1500, width: null, thumb_url: null });
    const ogg = await upload(oggVoice, "", { duration_ms: 1 });
    expect(ogg.attachment).toMatchObject({ kind: "voice", content_type: "audio/ogg", name: "voice.ogg" });
  });

  it("is refused when it is none, or says of itself what cannot be", async () => {
    const png = await blank(10, 10).png().toBuffer();
    for (const bytes of [webmVideo, png, "A_OPUS", Buffer.alloc(0)]) {
      expect(await refusal(bytes, { duration_ms: 1000 })).toBe("unsupported_media not_a_voice_note");
    }
    for (const duration_ms of [0, -1, 1.5, 3_600_001, "1000", null]) {
      expect(await refusal(webmVoice, { duration_ms })).toMatch(/^validation_failed duration_ms:/);
    }
    const long = Buffer.alloc(257).toString("base64");
    for (const bad of ["", "%%%", "AAA", long, 5, "<script>"]) {
      expect(await refusal(webmVoice, { duration_ms: 1000, waveform: bad })).toMatch(/^validation_failed waveform:/);
    }
  });
});
