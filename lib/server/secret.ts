import { createHmac, randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/**
 * The secret of one machine: made at the first start, kept in DATA_DIR, readable by its owner alone.
 * A link is made only where no file is, so two first starts agree on whichever came first.
 */
export function keptSecret(dataDir: string): string {
  const path = join(dataDir, "secret");
  const kept = read(path);
  if (kept) return kept;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  const made = read(path);
  if (!made) throw new Error(`${path} is empty. Remove it to have a new one made; everyone is then signed out.`);
  return made;
}

/** Another secret made of the one: knowing it tells nothing of the one. In hex. */
export function derivedSecret(secret: string, purpose: string): string {
  return createHmac("sha256", secret).update(`nida ${purpose}`).digest("hex");
}
