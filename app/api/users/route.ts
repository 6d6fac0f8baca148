import { searchUsers } from "@/lib/domain/users";
import { route } from "@/lib/server/route";

export const GET = route(searchUsers);
