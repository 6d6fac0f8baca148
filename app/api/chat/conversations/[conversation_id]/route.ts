import { clearConversation, getConversation, updateConversation } from "@/lib/domain/chat";
import { methods } from "@/lib/server/methods";
import { route } from "@/lib/server/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getConversation),
  PATCH: route(updateConversation),
  DELETE: route(clearConversation),
});
