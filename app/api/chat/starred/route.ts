import { listStarred } from "@/lib/domain/chat";
import { route } from "@/lib/server/route";

export const GET = route(listStarred);
