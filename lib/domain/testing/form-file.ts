import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ReceivedFile, receivedFile } from "@/lib/contracts/uploads";

let folder: string | undefined;
let count = 0;

/** A file as a door gives it to an operation. It lies in a folder that goes with the test's process. */
export function formFile(bytes: Uint8Array | string, name = "file.bin"): ReceivedFile {
  if (!folder) {
    const made = mkdtempSync(join(tmpdir(), "nida-form-"));
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  count += 1;
  const path = join(folder, `${count}.part`);
  writeFileSync(path, bytes);
  return receivedFile(path, name, Buffer.byteLength(bytes));
}
