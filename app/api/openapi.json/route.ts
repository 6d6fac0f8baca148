import { methods } from "@/lib/server/methods";
import { openApiRoute } from "@/lib/server/openapi/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: openApiRoute });
