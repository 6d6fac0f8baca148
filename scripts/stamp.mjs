import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const sha256 = (content) => createHash("sha256").update(content).digest("hex");

/** Every file below the given paths (folders or files, relative to `root`), sorted; absent ones are left out. */
export function filesUnder(root, paths, keep = () => true) {
  const found = [];
  const walk = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (statSync(full).isFile()) return void (keep(path) && found.push(path));
    for (const entry of readdirSync(full, { withFileTypes: true })) {
      if (entry.isDirectory()) walk(join(path, entry.name));
      else if (entry.isFile() && keep(join(path, entry.name))) found.push(join(path, entry.name));
    }
  };
  for (const path of paths) walk(path);
  return found.sort();
}

/** One hash over the names and contents of the files, and over any further facts. */
export function hashFiles(root, files, ...facts) {
  const hash = createHash("sha256");
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex");
}

export function readStamp(path) {
  return existsSync(path) ? readFileSync(path, "utf8").trim() : "";
}

/** Written only after the work is done, and by rename, so that a killed step is never taken for a finished one. */
export function writeStamp(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${value}\n`);
  renameSync(draft, path);
}
