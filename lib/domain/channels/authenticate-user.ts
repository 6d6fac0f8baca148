import { AuthenticateUserInput, UserAuthentication } from "@/lib/contracts/channels";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { toUser, userColumns } from "@/lib/domain/users/present";

/** Signs who a connection belongs to (Pusher, "Authenticating users"), for `pusher:signin`. */
export const authenticateUser = operation({
  name: "channel.authenticate",
  summary: "Sign a Pusher client in. The answer stands alone, without `status` and `data`.",
  rest: "POST /broadcasting/user-auth",
  input: AuthenticateUserInput,
  output: UserAuthentication,
  allow: signedIn,
  limits: [{ points: 120, seconds: 60, by: "person" }],
  async run(ctx, { socket_id }) {
    const row = await ctx.db.user.findUnique({
      where: { id: ctx.actor.id, deletedAt: null },
      select: userColumns,
    });
    if (!row) throw refuse("unauthenticated");
    const { id: user_id, sessionId: session_id } = ctx.actor;
    ctx.publish({ name: "channel.granted", data: { socket_id, user_id, session_id }, to: [] });
    const user_data = JSON.stringify({ id: String(row.id), user_info: toUser(row, ctx) });
    return { auth: ctx.broadcasting.sign(`${socket_id}::user::${user_data}`), user_data };
  },
});
