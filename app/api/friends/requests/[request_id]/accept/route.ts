import { acceptRequest } from "@/lib/domain/friends";
import { route } from "@/lib/server/route";

export const POST = route(acceptRequest);
