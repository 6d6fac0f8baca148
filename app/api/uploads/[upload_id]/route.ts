import { readUpload } from "@/lib/domain/uploads";
import { fileRoute } from "@/lib/server/file-route";
import { methods } from "@/lib/server/methods";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: fileRoute(readUpload) });
