import type { Storage } from "@/lib/domain/context";
import type { Settings } from "./env";
import { diskStorage } from "./storage-disk";
import { s3Storage } from "./storage-s3";

/** Where this server keeps files: in the bucket that its settings name, else on its own disk. */
export function openStorage({ s3, uploadDir }: Pick<Settings, "s3" | "uploadDir">): Storage {
  return s3 ? s3Storage(s3) : diskStorage(uploadDir);
}
