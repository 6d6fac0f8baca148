import { chmodSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Settings } from "./env";

/** What Nida makes in DATA_DIR: the database and what lies beside it, the secret, the log of deeds, files, backups. */
const own = /^(nida\.db|secret|admin\.log|uploads|backups)(?![a-z0-9])/;
/** What a disk that is mounted there brings along. */
const ofTheDisk = "lost+found";

type Place = Pick<Settings, "dataDir" | "database" | "databaseUrl">;

/**
 * Takes the rights of the machine's other users from what Nida keeps: they would read private messages. DATA_DIR itself
 * is shut as well, unless something stands in it that is not Nida's.
 * @param uid whose things Nida may change: its own
 * @returns what is still open, and why, a sentence each
 */
export function keepPrivate({ dataDir, database, databaseUrl }: Place, uid = process.getuid?.()): string[] {
  // Windows has no such rights.
  if (uid === undefined) return [];
  const names = entriesOf(dataDir);
  const inside = names.filter((name) => own.test(name)).map((name) => join(dataDir, name));
  const isOurs = inside.length + Number(names.includes(ofTheDisk)) === names.length;
  const folder = isOurs ? close(dataDir, uid) : null;
  const shut = isOurs && folder === null;
  const file = databaseUrl.replace(/^file:/, "");
  const elsewhere = database === "sqlite" && dirname(file) !== dataDir;
  const beside = elsewhere ? ["", "-wal", "-shm", "-journal"].map((end) => file + end) : [];
  // Nobody comes past a folder that is shut.
  const reachable = inside.flatMap((path) => close(path, uid) ?? []).filter(() => !shut);
  return [folder, ...reachable, ...beside.map((path) => close(path, uid))].filter((said) => said !== null);
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not there yet: it is made shut
  }
}

/** Answers why others can still read it; null when they cannot, or nothing is there. */
function close(path: string, uid: number): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  const open = (found?.mode ?? 0) & 0o077;
  if (!found || open === 0) return null;
  const rights = `${path} is open to other users of this machine (its mode is ${(found.mode & 0o777).toString(8)})`;
  if (found.uid !== uid) return `${rights} and belongs to user ${found.uid}, not to Nida's ${uid}: change that by hand`;
  try {
    chmodSync(path, found.mode & 0o700);
    return null;
  } catch (error) {
    return `${rights} and could not be shut: ${error instanceof Error ? error.message : error}`;
  }
}
