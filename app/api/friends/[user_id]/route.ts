import { removeFriend } from "@/lib/domain/friends";
import { route } from "@/lib/server/route";

export const DELETE = route(removeFriend);
