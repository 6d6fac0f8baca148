import { reactToMessage, unreactToMessage } from "@/lib/domain/chat";
import { route } from "@/lib/server/route";

export const PUT = route(reactToMessage);
export const DELETE = route(unreactToMessage);
