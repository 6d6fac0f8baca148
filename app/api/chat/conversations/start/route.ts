import { startConversation } from "@/lib/domain/chat";
import { methods } from "@/lib/server/methods";
import { route } from "@/lib/server/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: route(startConversation) });
