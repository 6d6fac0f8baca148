import { listBlocks } from "@/lib/domain/friends";
import { route } from "@/lib/server/route";

export const GET = route(listBlocks);
