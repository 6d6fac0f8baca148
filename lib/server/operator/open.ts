import { appendFile, mkdir } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { NidaEvent } from "@/lib/contracts/events";
import type { OperatorContext } from "@/lib/domain/operator";
import { openDriver } from "@/lib/server/broadcast/driver";
import { asServer } from "@/lib/server/context";
import { openDatabase } from "@/lib/server/db";
import type { Settings } from "@/lib/server/env";
import { createLog } from "@/lib/server/log";
import { provide } from "@/lib/server/resources";
import { openStorage } from "@/lib/server/storage";
import { createThrottle } from "@/lib/server/throttle";
import { leaveNotices } from "./notices";

/** What was done, and to whom. */
export interface Deed {
  action: string;
  user_id: number;
  username: string;
}

/** Who is at the keyboard, as the machine knows them. */
function keyboard(): string {
  if (process.env.SUDO_USER) return process.env.SUDO_USER;
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`; // a container may run as somebody without a name
  }
}

/** The house without its doors: a command works on the same database, and running nodes tell their clients of it. */
export async function openForOperator(settings: Settings) {
  // Standard output belongs to the command's answer.
  const log = createLog({ logLevel: settings.logLevel }, { write: (line) => process.stderr.write(line) });
  const database = await openDatabase(settings);
  const driver = openDriver(settings, log);
  const throttle = createThrottle(settings);
  const events: NidaEvent[] = [];
  provide({
    ...{ settings, log, database, throttle, storage: openStorage(settings) },
    presence: { online: async () => new Set<number>() },
    publisher: { add() {}, deliver: (event) => void events.push(event) },
  });
  return {
    /** Does something by the domain's rules, and leaves word for the nodes of what came of it, were it only a part. */
    async act<T>(work: (ctx: OperatorContext) => Promise<T>): Promise<T> {
      try {
        return await asServer(work);
      } finally {
        const told = events.splice(0);
        await leaveNotices(database, settings.database === "postgresql", told);
        for (const event of told) driver?.deliver(event);
      }
    },
    /**
     * One line a deed in DATA_DIR/admin.log, readable by its owner alone. Answers why it could not be written: what was
     * done stays done, and its answer may hold a password that nobody would see again.
     */
    async note(deed: Deed): Promise<string | null> {
      const path = join(settings.dataDir, "admin.log");
      const line = JSON.stringify({ time: new Date().toISOString(), by: keyboard(), ...deed });
      try {
        await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
        await appendFile(path, `${line}\n`, { mode: 0o600 });
        return null;
      } catch (error) {
        return `This was done, but could not be written to ${path}: ${error instanceof Error ? error.message : error}`;
      }
    },
    async close() {
      throttle.close();
      await driver?.close();
      await database.close();
    },
  };
}

export type OperatorHouse = Awaited<ReturnType<typeof openForOperator>>;
