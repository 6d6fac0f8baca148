// Prisma's own schema engine as WebAssembly: the native one would be downloaded, which a machine without internet cannot.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";

const noFilters = { externalTables: [], externalEnums: [] };
let engineModule;

async function loadEngine() {
  const bg = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const folder = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const bytes = await readFile(new URL("./schema_engine_bg.wasm", `file://${folder}`));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": bg });
  bg.__wbg_set_wasm(instance.exports);
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= { set_message() {} };
  instance.exports.__wbindgen_start();
  return bg.SchemaEngine;
}

const charType = 18;
const textType = 25;

/** A pool for the engine: the adapter knows no "char", in which PostgreSQL's own catalogue speaks. */
function catalogueReader(url) {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const query = pool.query.bind(pool);
  pool.query = async (...asked) => {
    const result = await query(...asked);
    for (const field of result.fields ?? []) if (field.dataTypeID === charType) field.dataTypeID = textType;
    return result;
  };
  return pool;
}

/** Runs `work` with an engine, then closes its connections: the engine itself leaves them open, and SQLite's locked. */
async function withEngine({ provider, url, schema }, work) {
  engineModule ??= loadEngine();
  const Engine = await engineModule;
  const factory =
    provider === "sqlite"
      ? new PrismaBetterSqlite3({ url })
      : new PrismaPg(catalogueReader(url), { disposeExternalPool: true });
  const open = [];
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const connection = await connect();
    // Whole scripts go to PostgreSQL as they are: the adapter would cut them at every semicolon, even within a string.
    if (provider === "postgresql") {
      connection.executeScript = async (script) => void (await connection.underlyingDriver().query(script));
    }
    open.push(connection);
    return connection;
  };
  const engine = await Engine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
    for (const connection of open) await connection.dispose();
  }
}

/** Applies what is pending and answers the names of what it applied. */
export function apply({ history, ...target }) {
  return withEngine(target, async (engine) => {
    const migrationsList = {
      baseDir: history.folder,
      lockfile: { path: "migration_lock.toml", content: history.lock },
      shadowDbInitScript: "",
      migrationDirectories: history.migrations.map(({ name, sql }) => ({
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
      })),
    };
    return (await engine.applyMigrations({ migrationsList, filters: noFilters })).appliedMigrationNames;
  });
}

/** The SQL that leads from a database to the schema; "" when they agree. */
export function difference(target) {
  const files = [{ path: "schema.prisma", content: target.schema }];
  return withEngine(target, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: process.cwd() },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      shadowDatabaseUrl: null,
      filters: noFilters,
    });
    return exitCode === 0 ? "" : stdout;
  });
}
