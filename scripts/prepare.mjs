// What a start needs to be there, each made only when it is stale: packages, database clients, the built pages.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { generate, root } from "./prisma.mjs";
import { run, runTool, say, Trouble } from "./run.mjs";
import { chooseSqlite, hasSqlite } from "./sqlite.mjs";
import { filesUnder, hashFiles, readStamp, writeStamp } from "./stamp.mjs";

const inRoot = (path) => join(root, path);

/** True when somebody has already installed what the lock file asks for, for this Node. */
function alreadyInstalled() {
  const hidden = inRoot("node_modules/.package-lock.json");
  if (!existsSync(hidden) || !hasSqlite()) return false;
  const { packages: there } = JSON.parse(readFileSync(hidden, "utf8"));
  const { packages: wanted } = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8"));
  const fits = ([path, { version, optional }]) => path === "" || optional || there[path]?.version === version;
  if (!Object.entries(wanted).every(fits)) return false;
  try {
    const Sqlite = createRequire(inRoot("package.json"))("better-sqlite3");
    new Sqlite(":memory:").close();
    return true;
  } catch {
    return false; // compiled for another Node
  }
}

export async function install() {
  const stamp = inRoot("node_modules/.nida-stamp");
  const wanted = hashFiles(root, ["package-lock.json"], process.version, process.platform, process.arch);
  if (readStamp(stamp) === wanted) return;
  if (!alreadyInstalled()) {
    say("Installing packages …");
    // The npm that started us, else the one on PATH. NODE_ENV=production must not leave the build tools out.
    const npm = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : null;
    const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
    const code = npm ? await run(process.execPath, [npm, ...args]) : await run("npm", args);
    if (code !== 0) throw new Trouble("The packages could not be installed: see npm's own words above.");
  }
  chooseSqlite();
  writeStamp(stamp, wanted);
}

export async function clients() {
  try {
    if (await generate()) say("Made the database clients.");
  } catch (error) {
    throw new Trouble(`The database clients could not be made: ${error.stderr || error.message}`);
  }
}

const built = ["app", "components", "lib", "public", "prisma/schema.prisma", "package-lock.json", "tsconfig.json"];
const configured = ["proxy.ts", "instrumentation.ts", "next.config.js", "postcss.config.mjs", "tailwind.config.ts"];
const ships = (file) => !/\.test\.tsx?$|\/testing\//.test(file);

/** Builds the pages; answers false when they cannot be built. */
export async function build() {
  const stamp = inRoot(".next/nida-stamp");
  const wanted = hashFiles(root, filesUnder(root, [...built, ...configured], ships), process.version);
  if (readStamp(stamp) === wanted && existsSync(inRoot(".next/BUILD_ID"))) return true;
  say("Building the pages …");
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  if ((await runTool("next/dist/bin/next", ["build"], { env })) !== 0) return false;
  writeStamp(stamp, wanted);
  return true;
}
