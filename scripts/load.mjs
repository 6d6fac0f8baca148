// The server's own modules for commands: TypeScript, loaded as it stands.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { migrate, root } from "./prisma.mjs";
import { say, Trouble } from "./run.mjs";

let registered = false;

/** A module of the server, by its path from the root. */
export async function load(path) {
  if (!registered) {
    const { register } = await import("tsx/esm/api");
    register();
    registered = true;
  }
  return import(pathToFileURL(join(root, path)).href);
}

export async function settingsOf(env) {
  const { readSettings } = await load("lib/server/env.ts");
  try {
    return readSettings(env);
  } catch (error) {
    if (error.name === "SettingsError") throw new Trouble(error.message);
    throw new Trouble(`The settings could not be read: ${error.message}`);
  }
}

export async function migrated({ databaseUrl }) {
  try {
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) say(`Migrated the database: ${applied.join(", ")}`);
  } catch (error) {
    throw new Trouble(`The database could not be opened and migrated: ${error.message || error.code}`);
  }
}

/** What the operator can put right is said in a sentence. */
export async function said(work) {
  try {
    return await work();
  } catch (error) {
    throw error.name === "Trouble" ? new Trouble(error.message) : error;
  }
}
