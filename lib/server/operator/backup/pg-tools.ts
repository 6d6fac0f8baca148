import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Trouble } from "@/lib/server/operator/trouble";

const debian = "/usr/lib/postgresql";

/** Of several versions the newest: it understands the older ones' servers, not the other way round. */
function pathOf(tool: string): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.map((folder) => join(folder, tool)).find(existsSync);
}

// Of the parameters that a URL may have for Node's client, those that PostgreSQL's own tools know.
const known = ["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "options", "connect_timeout"];

/** The URL without its password, which every user of the machine could read in the list of processes. */
function withoutPassword(url: string): { address: string; password: string | undefined } {
  const parsed = new URL(url);
  const password = decodeURIComponent(parsed.password);
  parsed.password = "";
  for (const name of [...parsed.searchParams.keys()]) if (!known.includes(name)) parsed.searchParams.delete(name);
  return { address: parsed.href, password: password || undefined };
}

type Tool = "pg_dump" | "pg_restore" | "psql";

/** Starts a tool, on a database or on none; `ended` answers its exit code and what it said. */
function start(tool: Tool, url: string | null, args: string[]) {
  const path = pathOf(tool);
  if (!path) throw new Trouble(`${tool} is not installed here. On Debian: apt-get install postgresql-client`);
  const { address, password } = url ? withoutPassword(url) : {};
  const child = spawn(path, [...(address ? [`--dbname=${address}`, "--no-password"] : []), ...args], {
    env: password ? { ...process.env, PGPASSWORD: password } : process.env,
    stdio: "pipe",
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  // Who reads no more has ended, and says why.
  child.stdin.on("error", () => {});
  const ended = once(child, "close").then(([code]) => {
    if (code !== 0) throw new Trouble(`${tool} failed: ${said.trim().slice(-2000)}`);
  });
  return { child, ended };
}

/** Copies a database into an archive. */
export async function dump(url: string, args: string[]): Promise<void> {
  const { child, ended } = start("pg_dump", url, args);
  child.stdout.resume();
  await ended;
}

/**
 * Brings an archive of `dump` into a database, between other statements and in one transaction with them: psql is told
 * to commit only when all of the archive has been read, so wherever this is cut off, nothing has changed.
 */
export async function restoreAtOnce(
  url: string,
  parts: { before: string; archive: string; after: string },
): Promise<void> {
  const target = start("psql", url, ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]);
  target.child.stdout.resume();
  const source = start("pg_restore", null, ["--file=-", "--no-owner", "--no-privileges", parts.archive]);
  target.child.stdin.write(`BEGIN;\n${parts.before}\n`);
  source.child.stdout.pipe(target.child.stdin, { end: false });
  const read = source.ended.then(
    () => void target.child.stdin.end(`\n${parts.after}\nCOMMIT;\n`),
    (error: unknown) => {
      target.child.stdin.destroy();
      throw error;
    },
  );
  // A reader that nobody listens to would wait for ever.
  const written = target.ended.finally(() => source.child.kill());
  const outcomes = await Promise.allSettled([written, read]);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
