import { listSessions, revokeOtherSessions } from "@/lib/domain/users";
import { route } from "@/lib/server/route";

export const GET = route(listSessions);
export const DELETE = route(revokeOtherSessions);
