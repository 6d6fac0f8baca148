import { getProfile } from "@/lib/domain/users";
import { methods } from "@/lib/server/methods";
import { route } from "@/lib/server/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: route(getProfile) });
