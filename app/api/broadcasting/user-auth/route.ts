import { authenticateUser } from "@/lib/domain/channels";
import { methods } from "@/lib/server/methods";
import { authRoute } from "@/lib/server/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: authRoute(authenticateUser) });
