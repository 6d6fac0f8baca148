import { Empty } from "@/lib/contracts/common";
import { Me } from "@/lib/contracts/users";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { meColumns, toMe } from "./present";

export const getMe = operation({
  name: "user.me",
  summary: "Your own account.",
  rest: "GET /me",
  input: Empty,
  output: Me,
  allow: signedIn,
  async run(ctx) {
    const user = await ctx.db.user.findUnique({ where: { id: ctx.actor.id }, select: meColumns });
    if (!user) throw refuse("unauthenticated");
    return toMe(user, ctx);
  },
});
