import { seeCalls } from "@/lib/domain/calls";
import { route } from "@/lib/server/route";

export const POST = route(seeCalls);
