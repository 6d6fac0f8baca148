import { acceptConversation } from "@/lib/domain/chat";
import { route } from "@/lib/server/route";

export const POST = route(acceptConversation);
