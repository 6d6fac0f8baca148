import { listRequests, requestFriend } from "@/lib/domain/friends";
import { route } from "@/lib/server/route";

export const GET = route(listRequests);
export const POST = route(requestFriend);
