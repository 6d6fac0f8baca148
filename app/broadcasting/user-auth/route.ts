import { authenticateUser } from "@/lib/domain/channels";
import { authRoute } from "@/lib/server/route";

export const POST = authRoute(authenticateUser);
