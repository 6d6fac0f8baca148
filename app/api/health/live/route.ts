import { methods } from "@/lib/server/methods";
import { answerLive } from "@/lib/server/probes";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: answerLive });
