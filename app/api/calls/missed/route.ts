import { missedCalls } from "@/lib/domain/calls";
import { route } from "@/lib/server/route";

export const GET = route(missedCalls);
