import { refuse } from "@/lib/domain/errors";
import { resources } from "@/lib/server/resources";
import { respond } from "@/lib/server/respond";
import { mayReadMetrics } from "./may-read";

/** Prometheus' text for whoever may read it; to anybody else the address does not exist. */
export const answerMetrics = respond("metrics", async (request) => {
  const { settings, metrics, incoming } = resources();
  if (!metrics || !mayReadMetrics(request, incoming?.getStore(), settings)) throw refuse("not_found");
  return new Response(await metrics.text(), {
    headers: { "Content-Type": metrics.contentType, "Cache-Control": "no-store" },
  });
});
