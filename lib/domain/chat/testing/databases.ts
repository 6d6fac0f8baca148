import { afterAll, beforeAll, describe } from "vitest";
import type { Database } from "@/lib/domain/context";
import { type ScratchDatabase, scratchDatabases } from "@/lib/server/testing/databases";

/** Runs the same tests on every database that this machine has; `database()` answers the one under test. */
export function onEachDatabase(name: string, tests: (database: () => Database) => void): void {
  describe.each(scratchDatabases())(`${name} on %s`, (_, open) => {
    let opened: ScratchDatabase | undefined;
    beforeAll(async () => {
      opened = await open();
    }, 60_000);
    afterAll(() => opened?.close());
    tests(() => {
      if (!opened) throw new Error("the database is not open yet");
      return opened;
    });
  });
}
