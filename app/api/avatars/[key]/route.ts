import { readAvatar } from "@/lib/domain/users";
import { methods } from "@/lib/server/methods";
import { bytesRoute } from "@/lib/server/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: bytesRoute(readAvatar) });
