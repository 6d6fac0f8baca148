import { BroadcastingAddress } from "@/lib/contracts/channels";
import { Empty } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { anyone } from "@/lib/domain/rules";

/** Where a Pusher client connects to: this server as the caller reached it, or the service it publishes to. */
export const findBroadcasting = operation({
  name: "broadcasting.find",
  summary: "Where a Pusher client connects to, and with which app key.",
  rest: "GET /broadcasting/config",
  input: Empty,
  output: BroadcastingAddress,
  allow: anyone,
  open: true,
  async run(ctx) {
    const own = new URL(ctx.url("/"));
    const tls = own.protocol === "https:";
    const here = { cluster: null, host: own.hostname, port: Number(own.port) || (tls ? 443 : 80), tls };
    return {
      key: ctx.broadcasting.key,
      ...(ctx.broadcasting.elsewhere ?? here),
      auth_endpoint: ctx.url("/api/broadcasting/auth"),
      user_auth_endpoint: ctx.url("/api/broadcasting/user-auth"),
    };
  },
});
