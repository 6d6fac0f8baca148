import { createUpload } from "@/lib/domain/uploads";
import { route } from "@/lib/server/route";

export const POST = route(createUpload);
