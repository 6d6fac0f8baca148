import { listCalls, startCall } from "@/lib/domain/calls";
import { route } from "@/lib/server/route";

export const GET = route(listCalls);
export const POST = route(startCall);
