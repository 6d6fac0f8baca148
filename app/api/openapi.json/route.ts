import { openApiRoute } from "@/lib/server/openapi/route";

export const GET = openApiRoute;
