import { refuse } from "@/lib/domain/errors";
import { codesOf } from "./error-codes";

/** As SQLite, PostgreSQL and the file system call it when there is no room to write. */
const full: unknown[] = ["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "53100", "ENOSPC", "EDQUOT"];

/**
 * Does what writes.
 * @throws OperationError `storage_full` when there is no room; nothing of it was stored, and reading goes on
 */
export async function withRoom<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (codesOf(error).some((code) => full.includes(code))) throw refuse("storage_full");
    throw error;
  }
}
