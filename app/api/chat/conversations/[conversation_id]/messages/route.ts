import { listMessages, sendMessage } from "@/lib/domain/chat";
import { route } from "@/lib/server/route";

export const GET = route(listMessages);
export const POST = route(sendMessage);
