import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { getConversation, listMessages, sendMessage, startConversation } from "@/lib/domain/chat";
import { saying, world } from "@/lib/domain/chat/testing/world";
import { statement } from "@/lib/domain/sql";
import { createPerson } from "@/lib/domain/testing/people";
import { errors as arabic } from "@/lib/i18n/ar/errors";
import { errors as english } from "@/lib/i18n/en/errors";
import { type OpenDatabase, openDatabase } from "./db";
import { refusalOf } from "./execute";
import { diskStorage } from "./storage-disk";

const folder = mkdtempSync(join(tmpdir(), "nida-full-"));

/** A disk of a few megabytes, which only root may make. */
function mounted(): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    console.warn("SKIPPED a full disk: a small tmpfs can be mounted by root only");
    return false;
  }
}

const disk = mounted();

describe.runIf(disk)("a full disk", () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    const file = join(folder, "nida.db");
    copyFileSync(inject("templateDatabase"), file);
    database = await openDatabase({ database: "sqlite", databaseUrl: `file:${file}` });
  });
  afterAll(async () => {
    await database.close();
    execFileSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  const ballast = join(folder, "ballast");
  function fill(): void {
    for (const size of [65_536, 4096, 512, 1]) {
      try {
        for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: "a" });
      } catch {
        // no room for another of this size
      }
    }
  }

  test("refuses what is new in the person's language, goes on reading, and heals by itself", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database);
    const say = saying(ctx.as(ahmed), conversation_id);
    const omar = await createPerson(database, "omar");
    await say("before");
    fill();
    let stored = 1;
    let refusal: unknown;
    // What the log has kept room for still fits.
    while (!refusal) {
      const crowd = await Promise.allSettled(Array.from({ length: 20 }, () => say("m".repeat(5000))));
      stored += crowd.filter(({ status }) => status === "fulfilled").length;
      refusal = crowd.find((one) => one.status === "rejected")?.reason;
    }
    expect(refusal).toMatchObject({ code: "storage_full" });
    expect(refusalOf(refusal, { locale: "ar" }, "message.send")).toMatchObject({
      http: 507,
      message: arabic.storage_full,
    });
    expect(refusalOf(refusal, { locale: "en" }, "message.send").message).toBe(english.storage_full);
    await expect(startConversation.execute(ctx.as(ahmed), { user_id: omar.id })).rejects.toMatchObject({
      code: "storage_full",
    });

    const { items } = await listMessages.execute(ctx.as(sara), { conversation_id, limit: 100, peek: true });
    expect(items).toHaveLength(Math.min(stored, 100));
    expect(await getConversation.execute(ctx.as(sara), { conversation_id })).toMatchObject({ last_seq: stored });

    const storage = diskStorage(join(folder, "uploads"));
    await expect(storage.put("files/a", Buffer.alloc(2_000_000))).rejects.toMatchObject({ code: "storage_full" });
    expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes("files/"))).toEqual([]);

    rmSync(ballast);
    expect(await say("after")).toMatchObject({ seq: stored + 1, rev: stored + 1 });
    await startConversation.execute(ctx.as(ahmed), { user_id: omar.id });
    const check = statement<[], { integrity_check: string }>("SELECT integrity_check FROM pragma_integrity_check");
    expect(await database.hot.read.all(check)).toEqual([{ integrity_check: "ok" }]);
  });

  test("tells whoever shares a commit with one that does not fit the truth about each", async () => {
    const { ctx, ahmed, conversation_id } = await world(database);
    fill();
    const say = (message: string) => sendMessage.execute(ctx.as(ahmed), { conversation_id, message });
    const crowd = await Promise.allSettled(
      Array.from({ length: 400 }, (_, index) => say(index % 7 === 0 ? "x".repeat(10_000) : "small")),
    );
    rmSync(ballast);
    const acknowledged = crowd.flatMap((one) => (one.status === "fulfilled" ? [one.value.seq] : []));
    expect(acknowledged.length).toBeLessThan(400);
    const { last_seq } = await getConversation.execute(ctx.as(ahmed), { conversation_id });
    expect(acknowledged.sort((a, b) => a - b)).toEqual(Array.from({ length: last_seq }, (_, index) => index + 1));
  });
});
