import { Empty } from "@/lib/contracts/common";
import { UserRef } from "@/lib/contracts/users";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { announceParting } from "./announce";
import { pairOf } from "./pair";

export const removeFriend = operation({
  name: "friend.remove",
  summary: "End a friendship. The conversation stays.",
  rest: "DELETE /friends/{user_id}",
  refuses: ["not_found"],
  input: UserRef,
  output: Empty,
  allow: signedIn,
  async run(ctx, input) {
    const pair = pairOf(ctx.actor.id, input.user_id);
    const removed = await ctx.transaction(async (tx) => {
      const row = await tx.friendship.findUnique({ where: { lowId_highId: pair } });
      if (!row) return null;
      const { count } = await tx.friendship.deleteMany({ where: { id: row.id, acceptedAt: { not: null } } });
      return count === 1 ? row : null;
    });
    if (!removed) throw refuse("not_found");
    announceParting(ctx, removed);
    return {};
  },
});
