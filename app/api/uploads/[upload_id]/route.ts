import { readUpload } from "@/lib/domain/uploads";
import { fileRoute } from "@/lib/server/file-route";

export const GET = fileRoute(readUpload);
