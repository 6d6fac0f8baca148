import { issueTicket } from "@/lib/domain/channels";
import { methods } from "@/lib/server/methods";
import { route } from "@/lib/server/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: route(issueTicket) });
