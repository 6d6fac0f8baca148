import { readAvatar } from "@/lib/domain/users";
import { methods } from "@/lib/server/methods";
import { pictureRoute } from "@/lib/server/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: pictureRoute(readAvatar) });
