// The server's own modules for commands: TypeScript, loaded as it stands.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { migrate, root } from "./prisma.mjs";
import { say, Trouble } from "./run.mjs";

/** takes the loader of TypeScript away again */
let unregister = null;

/** A module of the server, by its path from the root. */
export async function load(path) {
  if (!unregister) {
    const { register } = await import("tsx/esm/api");
    unregister = register();
  }
  return import(pathToFileURL(join(root, path)).href);
}

/** Whoever is loaded after this loads what it needs by itself. */
export async function unload() {
  await unregister?.();
  unregister = null;
}

/** @param role "web" or "socket" for a half of Nida */
export async function settingsOf(env, role) {
  // Whatever is made from here on is private: SQLite, for one, asks for no rights by itself.
  process.umask(0o077);
  const { readSettings } = await load("lib/server/env.ts");
  try {
    return readSettings(env, role);
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
