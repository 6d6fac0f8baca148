import { findBroadcasting } from "@/lib/domain/channels";
import { route } from "@/lib/server/route";

export const GET = route(findBroadcasting);
