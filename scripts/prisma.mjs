// Everything that Prisma does here, without its downloads: clients, migrations, the next migration.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { startPostgres } from "./postgres.mjs";
import { hashFiles, readStamp, sha256, writeStamp } from "./stamp.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const providers = ["sqlite", "postgresql"];
const generated = join(root, "prisma", "generated");
const stamp = join(generated, ".stamp");

/** The schema for a provider: prisma/schema.prisma itself, or the same with PostgreSQL's name and place. */
export function schemaFor(provider) {
  const source = readFileSync(join(root, "prisma", "schema.prisma"), "utf8");
  if (provider === "sqlite") return source;
  const swap = (text, from, to) => {
    if (text.split(from).length !== 2) throw new Error(`prisma/schema.prisma: expected exactly one ${from}`);
    return text.replace(from, to);
  };
  return swap(swap(source, 'provider = "sqlite"', 'provider = "postgresql"'), '"./generated/sqlite"', '"./postgresql"');
}

/** Makes both clients; does nothing while they fit the schema. */
export async function generate() {
  const whole = providers.every((provider) => existsSync(join(generated, provider, "client.ts")));
  // An image has them, and has left the tools behind that made them.
  if (whole && !existsSync(join(root, "node_modules/prisma"))) return false;
  const inputs = ["prisma/schema.prisma", "scripts/prisma.mjs", "node_modules/prisma/package.json"];
  const wanted = hashFiles(root, inputs);
  if (whole && readStamp(stamp) === wanted) return false;
  mkdirSync(generated, { recursive: true });
  const derived = join(generated, "postgresql.prisma");
  writeFileSync(derived, schemaFor("postgresql"));
  for (const schema of [join(root, "prisma", "schema.prisma"), derived]) {
    await promisify(execFile)(
      process.execPath,
      [join(root, "node_modules/prisma/build/index.js"), "generate", "--schema", schema],
      // `generate` never runs the engine, but downloads it unless a file is named.
      {
        cwd: root,
        env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1" },
      },
    );
  }
  writeStamp(stamp, wanted);
  return true;
}

const providerOf = (url) => (/^postgres(ql)?:/.test(url) ? "postgresql" : "sqlite");
const filePath = (url) => url.replace(/^file:/, "");

export function historyOf(provider) {
  const folder = join(root, "prisma", "migrations", provider);
  const lockFile = join(folder, "migration_lock.toml");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d{14}_/.test(name)) : [];
  return {
    folder,
    lock: existsSync(lockFile) ? readFileSync(lockFile, "utf8") : null,
    migrations: names.sort().map((name) => ({ name, sql: readFileSync(join(folder, name, "migration.sql"), "utf8") })),
  };
}

const finished =
  "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL";

/** What the database says has been applied; asked without the engine, because every start asks it. */
async function applied(provider, url) {
  if (provider === "sqlite") {
    if (!existsSync(filePath(url))) return [];
    const { default: Sqlite } = await import("better-sqlite3");
    const file = new Sqlite(filePath(url));
    try {
      const known = file.prepare("SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'").get();
      return known ? file.prepare(finished).all() : [];
    } finally {
      file.close();
    }
  }
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT to_regclass('_prisma_migrations') AS known");
    return rows[0].known ? (await client.query(finished)).rows : [];
  } finally {
    await client.end();
  }
}

/** Whoever migrates a PostgreSQL holds this advisory lock: nodes may start together. */
export const migrationLock = 721_164_825;

/** Brings a database up to date; answers the names of the migrations it applied. */
export async function migrate(url) {
  if (providerOf(url) === "sqlite") return bringUpToDate("sqlite", url);
  const { default: pg } = await import("pg");
  const keeper = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // The lock lives as long as its connection; what breaks that breaks the migration as well.
  keeper.on("error", () => {});
  await keeper.connect();
  try {
    await keeper.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    return await bringUpToDate("postgresql", url);
  } finally {
    await keeper.end();
  }
}

async function bringUpToDate(provider, url) {
  const history = historyOf(provider);
  const done = new Map((await applied(provider, url)).map((row) => [row.migration_name, row.checksum]));
  const names = new Set(history.migrations.map(({ name }) => name));
  const foreign = [...done.keys()].filter((name) => !names.has(name));
  if (foreign.length > 0) throw new Error(`The database is newer than this program: it has ${foreign.join(", ")}.`);
  if (history.migrations.every(({ name, sql }) => done.get(name) === sha256(sql))) return [];
  if (provider === "sqlite") mkdirSync(dirname(filePath(url)), { recursive: true, mode: 0o700 });
  const { apply } = await import("./schema-engine.mjs");
  return apply({ provider, url: provider === "sqlite" ? filePath(url) : url, schema: schemaFor(provider), history });
}

/** The SQL that a migrated, empty database lacks to be the schema; "" when the history is complete. */
export async function drift(provider, emptyUrl) {
  const { difference } = await import("./schema-engine.mjs");
  await migrate(emptyUrl);
  return difference({
    provider,
    url: provider === "sqlite" ? filePath(emptyUrl) : emptyUrl,
    schema: schemaFor(provider),
  });
}

async function write(provider, url, name) {
  const sql = await drift(provider, url);
  if (sql === "") return console.log(`${provider}: nothing to migrate`);
  const { folder } = historyOf(provider);
  const file = join(folder, name, "migration.sql");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, sql);
  writeFileSync(join(folder, "migration_lock.toml"), `provider = "${provider}"\n`);
  console.log(`${provider}: ${relative(root, file)}`);
}

/** Writes the next migration of both providers. PostgreSQL's is compared with a private server, or DATABASE_URL_PG. */
async function author(name) {
  if (!/^[a-z0-9_]+$/.test(name ?? "")) throw new Error("Name the migration: npm run db:migration -- add_reactions");
  const full = `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`;
  const scratch = mkdtempSync(join(tmpdir(), "nida-migration-"));
  const given = process.env.DATABASE_URL_PG;
  const server = given ? null : await startPostgres();
  try {
    await write("sqlite", `file:${join(scratch, "scratch.db")}`, full);
    const url = given ?? server?.url;
    if (url) await write("postgresql", url, full);
    else
      console.warn("SKIPPED postgresql: install it, or name an empty database in DATABASE_URL_PG, and run this again.");
  } finally {
    await server?.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [command, argument] = process.argv.slice(2);
  const commands = { generate, migrate: () => migrate(argument), migration: () => author(argument) };
  if (!Object.hasOwn(commands, command ?? ""))
    throw new Error("prisma.mjs generate | migrate <url> | migration <name>");
  await commands[command]();
}
