import { AuthorizeChannelInput, ChannelAuthorization, channelOf } from "@/lib/contracts/channels";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { toUser, userColumns } from "@/lib/domain/users/present";
import { peopleOf, showsPresence } from "./access";

/** What the other members see of the caller; `user_id` is text, as Pusher wants it. */
async function memberData(ctx: Context): Promise<string> {
  if (!(await showsPresence(ctx.db, ctx.actor.id))) throw refuse("forbidden");
  const row = await ctx.db.user.findUnique({ where: { id: ctx.actor.id }, select: userColumns });
  if (!row) throw refuse("unauthenticated");
  return JSON.stringify({ user_id: String(row.id), user_info: toUser(row, { url: ctx.sharedUrl }) });
}

/**
 * Signs a subscription of one connection to one channel (Pusher, "Authorizing users"), and tells the door which session
 * stands behind that connection, so that it ends with it.
 * @throws OperationError `not_found` (not the caller's, closed, or no channel of ours), `forbidden` (a presence channel,
 * and the caller hides)
 */
export const authorizeChannel = operation({
  name: "channel.authorize",
  summary: "Authorise a Pusher client to subscribe to a channel. The answer stands alone, without `status` and `data`.",
  rest: "POST /broadcasting/auth",
  refuses: ["not_found", "forbidden"],
  input: AuthorizeChannelInput,
  output: ChannelAuthorization,
  allow: signedIn,
  limits: [{ points: 1200, seconds: 60, by: "person" }],
  async run(ctx, { socket_id, channel_name, device_id }) {
    const channel = channelOf(channel_name);
    const people = channel && (await peopleOf(ctx, channel));
    if (!people?.includes(ctx.actor.id)) throw refuse("not_found");
    const channel_data = channel?.kind === "presence" ? await memberData(ctx) : undefined;
    const { id: user_id, sessionId: session_id } = ctx.actor;
    ctx.publish({ name: "channel.granted", data: { socket_id, user_id, session_id, device_id }, to: [] });
    const signed = [socket_id, channel_name, channel_data].filter((part) => part !== undefined).join(":");
    return { auth: ctx.broadcasting.sign(signed), channel_data };
  },
});
