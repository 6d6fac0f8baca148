import { methods } from "@/lib/server/methods";
import { answerMetrics } from "@/lib/server/metrics/answer";

/** What an operator can count, as Prometheus reads it; to strangers there is nothing here. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: answerMetrics });
