import { readAvatar } from "@/lib/domain/users";
import { bytesRoute } from "@/lib/server/route";

export const GET = bytesRoute(readAvatar);
