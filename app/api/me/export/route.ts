import { exportMe } from "@/lib/domain/users";
import { streamRoute } from "@/lib/server/route";

export const GET = streamRoute(exportMe, "nida.json");
