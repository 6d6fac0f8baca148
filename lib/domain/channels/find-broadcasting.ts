import { BroadcastingAddress } from "@/lib/contracts/channels";
import { Empty } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { anyone } from "@/lib/domain/rules";

/** The parts of a server's address, as Pusher's clients are told them. */
export function hostOf(address: string): { host: string; port: number; tls: boolean } {
  const url = new URL(address);
  const tls = url.protocol === "https:";
  return { host: url.hostname, port: Number(url.port) || (tls ? 443 : 80), tls };
}

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
    return {
      key: ctx.broadcasting.key,
      ...(ctx.broadcasting.elsewhere ?? { cluster: null, ...hostOf(ctx.url("/")) }),
      auth_endpoint: ctx.url("/api/broadcasting/auth"),
      user_auth_endpoint: ctx.url("/api/broadcasting/user-auth"),
    };
  },
});
