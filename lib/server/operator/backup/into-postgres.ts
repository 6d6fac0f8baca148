import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "@/lib/server/env";
import { expectPostgresAlone, filledTable, withPostgres } from "@/lib/server/operator/at-rest";
import { parts } from "./manifest";
import { restoreAtOnce } from "./pg-tools";
import { inUse, type Restoring, stamp } from "./restoring";
import { asideSchema } from "./snapshot";

/** One transaction puts aside what is there and brings what comes. */
export async function intoPostgres(settings: Settings, from: string, how: Restoring): Promise<string | null> {
  const used = await withPostgres(settings.databaseUrl, async (client) => {
    await expectPostgresAlone(client);
    const filled = (await filledTable(client)) !== null;
    if (filled && !how.force) throw inUse("This PostgreSQL database");
    return filled;
  });
  await how.putFiles();
  const aside = asideSchema + stamp();
  const before = `ALTER SCHEMA public RENAME TO ${aside}; CREATE SCHEMA public;`;
  const after = used ? "" : `DROP SCHEMA ${aside} CASCADE;`;
  await restoreAtOnce(settings.databaseUrl, { before, archive: join(from, parts.postgresql), after });
  if (how.secret !== null) await putSecret(settings, how.secret);
  return used ? `the schema ${aside}` : null;
}

/** On PostgreSQL no server reads it: there NEXTAUTH_SECRET is required, and this is where the operator finds it. */
async function putSecret({ dataDir }: Settings, secret: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = join(dataDir, "secret.restoring");
  await writeFile(draft, secret, { mode: 0o600, flush: true });
  await rename(draft, join(dataDir, "secret"));
}
