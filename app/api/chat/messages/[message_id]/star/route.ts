import { starMessage, unstarMessage } from "@/lib/domain/chat";
import { route } from "@/lib/server/route";

export const PUT = route(starMessage);
export const DELETE = route(unstarMessage);
