import type { CommandName } from "@/lib/contracts/realtime";
import type { ApiCall } from "./api";

/** Questions that the notification socket answers as well, each by the command of the same operation: several times cheaper there. */
export const questions: Partial<Record<ApiCall, CommandName>> = {
  "GET /me": "user:me",
  "GET /me/tokens": "session:list",
  "GET /users/{user_id}": "user:get",
  "GET /friends": "friend:list",
  "GET /friends/requests": "friend:requests",
  "GET /blocks": "block:list",
  "GET /chat/conversations": "conversation:list",
  "GET /chat/conversations/{conversation_id}": "conversation:get",
  "GET /chat/conversations/{conversation_id}/messages": "message:list",
  "GET /chat/conversations/{conversation_id}/marks": "mark:list",
  "GET /calls": "call:list",
  "GET /calls/{call_id}": "call:get",
  "GET /calls/current": "call:current",
  "GET /calls/missed": "call:missed",
};
