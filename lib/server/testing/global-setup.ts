import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { generate, migrate } from "@/scripts/prisma.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** a migrated, empty SQLite file that every test copies */
    templateDatabase: string;
  }
}

/** Runs once for all tests: the clients fit the schema, and one migrated file waits to be copied. */
export async function setup(project: TestProject) {
  await generate();
  const folder = mkdtempSync(join(tmpdir(), "nida-template-"));
  const template = join(folder, "template.db");
  await migrate(`file:${template}`);
  project.provide("templateDatabase", template);
  return () => rmSync(folder, { recursive: true, force: true });
}
