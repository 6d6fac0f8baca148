import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startPostgres } from "@/scripts/postgres.mjs";
import { generate, migrate } from "@/scripts/prisma.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** a migrated, empty SQLite file that every test copies */
    templateDatabase: string;
    /** a migrated, empty database on the run's own PostgreSQL, copied likewise; null where that is not installed */
    templatePostgres: string | null;
  }
}

/** Runs once for all tests: the clients fit the schema, and a migrated database of each kind waits to be copied. */
export async function setup(project: TestProject) {
  await generate();
  const folder = mkdtempSync(join(tmpdir(), "nida-template-"));
  const template = join(folder, "template.db");
  await migrate(`file:${template}`);
  project.provide("templateDatabase", template);
  const postgres = await startPostgres();
  if (postgres) await migrate(postgres.url);
  project.provide("templatePostgres", postgres?.url ?? null);
  return async () => {
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
