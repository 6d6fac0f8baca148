import { methods } from "@/lib/server/methods";
import { answerReady } from "@/lib/server/probes";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: answerReady });
