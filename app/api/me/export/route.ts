import { exportMe } from "@/lib/domain/users";
import { methods } from "@/lib/server/methods";
import { streamRoute } from "@/lib/server/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: streamRoute(exportMe, "nida.json") });
