import { authorizeChannel } from "@/lib/domain/channels";
import { authRoute } from "@/lib/server/route";

export const POST = authRoute(authorizeChannel);
