import { blockUser, unblockUser } from "@/lib/domain/friends";
import { route } from "@/lib/server/route";

export const POST = route(blockUser);
export const DELETE = route(unblockUser);
