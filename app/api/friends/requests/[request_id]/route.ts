import { withdrawRequest } from "@/lib/domain/friends";
import { methods } from "@/lib/server/methods";
import { route } from "@/lib/server/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ DELETE: route(withdrawRequest) });
