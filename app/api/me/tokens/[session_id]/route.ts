import { revokeSession } from "@/lib/domain/users";
import { route } from "@/lib/server/route";

export const DELETE = route(revokeSession);
