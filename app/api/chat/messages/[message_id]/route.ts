import { deleteMessage, editMessage } from "@/lib/domain/chat";
import { route } from "@/lib/server/route";

export const PATCH = route(editMessage);
export const DELETE = route(deleteMessage);
