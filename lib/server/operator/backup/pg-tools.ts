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

/** Runs pg_dump or pg_restore on a database. */
export async function runPgTool(tool: "pg_dump" | "pg_restore", url: string, args: string[]): Promise<void> {
  const path = pathOf(tool);
  if (!path) throw new Trouble(`${tool} is not installed here. On Debian: apt-get install postgresql-client`);
  const { address, password } = withoutPassword(url);
  const env = password ? { ...process.env, PGPASSWORD: password } : process.env;
  const child = spawn(path, [`--dbname=${address}`, "--no-password", ...args], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Trouble(`${tool} failed: ${said.trim().slice(-2000)}`);
}
