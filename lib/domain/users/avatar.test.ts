import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newAccount, password } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { formFile } from "@/lib/domain/testing/form-file";
import { overtaken } from "@/lib/domain/testing/overtaken";
import { refused } from "@/lib/domain/testing/refused";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { MAX_AVATAR_BYTES } from "./avatar-image";
import { deleteMe, readAvatar, removeAvatar, setAvatar } from "./index";

const red = { r: 200, g: 0, b: 0 };
const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: red } });

let database: ScratchDatabase;
beforeAll(async () => {
  database = await scratchSqlite();
});
afterAll(() => database.close());

async function sara() {
  const actor = await newAccount(database);
  return { actor, ctx: testContext(database, { actor }) };
}

describe("one's picture", () => {
  it.each(["jpeg", "png", "webp", "gif"] as const)(
    "is taken as %s and kept as a square WebP without metadata",
    async (format) => {
      const { ctx } = await sara();
      const image = await picture(900, 400)
        .withExif({ IFD0: { Copyright: "secret" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "33/1 30/1 0/1" } })
        .toFormat(format)
        .toBuffer();
      const me = await setAvatar.execute(ctx, { image: formFile(image) });
      const [[key, stored] = []] = [...ctx.world.files];
      expect(me.avatar).toBe(`https://nida.test/api/avatars/${key}`);
      const { format: kept, width, height, exif, icc, xmp } = await sharp(stored).metadata();
      expect({ kept, width, height, exif, icc, xmp }).toEqual({ kept: "webp", width: 256, height: 256 });
      expect(Buffer.from(stored ?? []).includes("secret")).toBe(false);
    },
  );

  it("is turned upright, cut from the middle, and never enlarged", async () => {
    const { ctx } = await sara();
    const field = (width: number, height: number, background: string) =>
      sharp({ create: { width, height, channels: 3, background } }).png();
    // As the camera stored it: green ends, and between them blue above red. Upright, blue is on the right.
    const image = await field(120, 60, "#0c0")
      .composite([
        { input: await field(60, 30, "#00c").toBuffer(), left: 30, top: 0 },
        { input: await field(60, 30, "#c00").toBuffer(), left: 30, top: 30 },
      ])
      .withMetadata({ orientation: 6 })
      .toBuffer();
    await setAvatar.execute(ctx, { image: formFile(image) });
    const { data, info } = await sharp([...ctx.world.files.values()][0])
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([60, 60]);
    const strongest = (x: number, y: number) => {
      const [r = 0, g = 0, b = 0] = data.subarray((y * 60 + x) * info.channels);
      return ["red", "green", "blue"][[r, g, b].indexOf(Math.max(r, g, b))];
    };
    expect([strongest(5, 5), strongest(54, 5), strongest(5, 54), strongest(54, 54)]).toEqual([
      "red",
      "blue",
      "red",
      "blue",
    ]);
  });

  it("replaces the old one, whose file goes, and tells one's own tabs", async () => {
    const { ctx, actor } = await sara();
    const image = await picture(10, 10).png().toBuffer();
    await setAvatar.execute(ctx, { image: formFile(image) });
    const [first] = ctx.world.files.keys();
    const me = await setAvatar.execute(ctx, { image: formFile(image) });
    expect(ctx.world.files.size).toBe(1);
    expect(ctx.world.files.has(String(first))).toBe(false);
    expect(ctx.world.events.at(-1)).toEqual({ name: "me.updated", data: me, to: [actor.id] });
    expect(await removeAvatar.execute(ctx, {})).toMatchObject({ avatar: null });
    expect(ctx.world.files.size).toBe(0);
  });

  it("leaves no file behind when two are set at once, or the account goes", async () => {
    const { ctx } = await sara();
    const image = await picture(10, 10).png().toBuffer();
    const set = () => setAvatar.execute(ctx, { image: formFile(image) });
    expect(await refused(setAvatar.execute(overtaken(ctx, set), { image: formFile(image) }))).toBe("conflict");
    expect(ctx.world.files.size).toBe(1);
    await deleteMe.execute(ctx, { password });
    expect(ctx.world.files.size).toBe(0);
  });

  it("keeps the new picture even if the old file cannot be deleted", async () => {
    const { ctx } = await sara();
    const image = await picture(10, 10).png().toBuffer();
    await setAvatar.execute(ctx, { image: formFile(image) });
    const stuck = { ...ctx, storage: { ...ctx.storage, delete: () => Promise.reject(new Error("read-only")) } };
    const me = await setAvatar.execute(stuck, { image: formFile(image) });
    expect(ctx.world.files.has(String(me.avatar?.split("/").at(-1)))).toBe(true);
  });

  it("is refused when it is not one of the four kinds, whatever it says it is", async () => {
    const { ctx } = await sara();
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
    );
    const png = await picture(10, 10).png().toBuffer();
    const broken = Buffer.concat([png.subarray(0, 40), Buffer.alloc(40)]);
    const tiff = await picture(10, 10).tiff().toBuffer();
    for (const image of [svg, broken, tiff, Buffer.from("hello"), new Uint8Array(0), png.subarray(0, 12)]) {
      expect(await refused(setAvatar.execute(ctx, { image: formFile(image) }))).toBe("unsupported_media not_an_image");
    }
    for (const image of ["text", null, { path: "/etc/passwd", name: "a.png", size: 3 }, [1, 2, 3]]) {
      expect(await refused(setAvatar.execute(ctx, { image }))).toMatch(/^validation_failed image:/);
    }
    expect(ctx.world.files.size).toBe(0);
  });

  it("is refused when it is too large, in bytes or, however small its file, in pixels", async () => {
    const { ctx } = await sara();
    const bomb = await picture(8000, 8000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.byteLength).toBeLessThan(MAX_AVATAR_BYTES);
    expect(await refused(setAvatar.execute(ctx, { image: formFile(bomb) }))).toBe("too_large image_too_large");
    expect(await refused(setAvatar.execute(ctx, { image: formFile(new Uint8Array(MAX_AVATAR_BYTES + 1)) }))).toBe(
      "too_large",
    );
  });

  it("is read by the signed-in under its own key, and nothing else in the storage is", async () => {
    const { ctx } = await sara();
    await setAvatar.execute(ctx, { image: formFile(await picture(10, 10).png().toBuffer()) });
    const [key = ""] = ctx.world.files.keys();
    ctx.world.files.set("upload-1", new Uint8Array([1]));
    const answer = await readAvatar.execute(ctx, { key });
    expect(answer).toMatchObject({ content_type: "image/webp", cache_control: "private, max-age=31536000, immutable" });
    expect(Buffer.from(answer.bytes)).toEqual(Buffer.from(ctx.world.files.get(key) ?? []));
    expect(await refused(readAvatar.execute(ctx.asStranger(), { key }))).toBe("unauthenticated");
    const others = [
      "upload-1",
      `../${key}`,
      `${key}/`,
      key.toUpperCase(),
      "avatar-00000000-0000-4000-8000-000000000000",
    ];
    for (const other of others) expect(await refused(readAvatar.execute(ctx, { key: other }))).toBe("not_found");
  });
});
