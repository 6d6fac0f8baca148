import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Trouble } from "@/lib/server/operator/trouble";

/** What lies in a backup, beside the files of people, which lie below `files/` under their storage keys. */
export const parts = {
  manifest: "manifest.json",
  checksums: "checksums.sha256",
  sqlite: "nida.db",
  postgresql: "database.dump",
  secret: "secret",
  files: "files",
} as const;

export const Manifest = z.object({
  format: z.literal(1),
  version: z.string().describe("of Nida"),
  made_at: z.iso.datetime(),
  database: z.enum(["sqlite", "postgresql"]),
  migrations: z.array(z.string()).describe("of the database, all of them"),
  rows: z.record(z.string(), z.number()).describe("how many each table has"),
  files: z
    .object({
      count: z.number(),
      bytes: z.number(),
      missing: z.array(z.string()).describe("keys that the database knows and the storage did not have"),
    })
    .nullable()
    .describe("null: left out"),
  checksums: z.string().describe("SHA-256 of checksums.sha256, which names every other file"),
});
export type Manifest = z.infer<typeof Manifest>;

/** @throws Trouble where there is no backup that this version can read */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, parts.manifest), "utf8").catch(() => {
    throw new Trouble(`${folder} is no backup: it has no ${parts.manifest}.`);
  });
  try {
    return Manifest.parse(JSON.parse(text));
  } catch {
    throw new Trouble(`${join(folder, parts.manifest)} cannot be read: it is damaged, or of a newer Nida.`);
  }
}
