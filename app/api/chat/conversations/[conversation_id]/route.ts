import { clearConversation, getConversation, updateConversation } from "@/lib/domain/chat";
import { route } from "@/lib/server/route";

export const GET = route(getConversation);
export const PATCH = route(updateConversation);
export const DELETE = route(clearConversation);
