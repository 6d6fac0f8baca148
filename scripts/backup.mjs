// A backup, and the way back.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { load, migrated, said, settingsOf } from "./load.mjs";
import { historyOf, root } from "./prisma.mjs";
import { say, Trouble } from "./run.mjs";

function understand(args, options, usage) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (positionals.length > 1) throw new Error("One folder at most.");
    return { ...values, folder: positionals[0] };
  } catch (error) {
    throw new Trouble(`${error.message}\n${usage}`);
  }
}

const version = () => JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(":", "-");
const rowsOf = ({ rows }) => `people: ${rows.users}, messages: ${rows.messages}`;

/** `npm run backup [-- folder] [--without-files]` */
export async function backup(args) {
  const usage = "npm run backup [-- FOLDER] [--without-files]";
  const wanted = understand(args, { "without-files": { type: "boolean" } }, usage);
  const settings = await settingsOf(process.env);
  const file = settings.databaseUrl.replace(/^file:/, "");
  if (settings.database === "sqlite" && !existsSync(file)) throw new Trouble(`There is no database at ${file}.`);
  const to = wanted.folder ?? join(settings.dataDir, "backups", stamp());
  const { backup: make } = await load("lib/server/operator/backup/backup.ts");
  const made = await said(() => make(settings, { to, files: !wanted["without-files"], version: version() }));
  const files = made.files ? `files: ${made.files.count}` : "without files";
  console.log(`${to}: ${rowsOf(made)}, ${files}.`);
  if (made.files?.missing.length)
    say(`The storage does not have ${made.files.missing.length} files that the database knows: see its manifest.json.`);
}

/** `npm run restore -- folder [--force]` */
export async function restore(args) {
  const usage = "npm run restore -- FOLDER [--force]";
  const wanted = understand(args, { force: { type: "boolean" } }, usage);
  if (!wanted.folder) throw new Trouble(`Name the backup.\n${usage}`);
  const settings = await settingsOf(process.env);
  const { restore: put } = await load("lib/server/operator/backup/restore.ts");
  const migrations = historyOf(settings.database).migrations.map(({ name }) => name);
  const { manifest, aside } = await said(() =>
    put(settings, { from: wanted.folder, force: wanted.force === true, migrations }),
  );
  await migrated(settings);
  if (aside) say(`What was there before is kept: ${aside}`);
  console.log(`Restored from ${manifest.made_at}: ${rowsOf(manifest)}. Start Nida again.`);
}
