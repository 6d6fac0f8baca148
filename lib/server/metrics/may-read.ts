import type { IncomingMessage } from "node:http";
import type { Settings } from "@/lib/server/env";
import { isLoopback } from "@/lib/server/front";
import { isSameSecret } from "@/lib/server/same-secret";

/** What proxies write into a request that they pass on. */
const passedOn = /^(forwarded|via|x-forwarded-.+|x-real-ip)$/i;
const ownName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Whether who asks may read the metrics: with METRICS_TOKEN whoever shows it, else only a program of this machine that
 * asks directly. Behind a public address everybody seems to come from this machine, so there it takes the token.
 * @param incoming the request as Node gave it; absent where another program serves the routes
 */
export function mayReadMetrics(
  request: Request,
  incoming: IncomingMessage | undefined,
  { metricsToken, publicUrl }: Pick<Settings, "metricsToken" | "publicUrl">,
): boolean {
  if (metricsToken) return isSameSecret(request.headers.get("authorization") ?? "", `Bearer ${metricsToken}`);
  if (!incoming || publicUrl || !isLoopback(incoming.socket.remoteAddress)) return false;
  const names = incoming.rawHeaders.filter((_, at) => at % 2 === 0);
  // A page of elsewhere whose name was made to mean this machine still asks by its own name.
  return !names.some((name) => passedOn.test(name)) && ownName.test(incoming.headers.host ?? "");
}
