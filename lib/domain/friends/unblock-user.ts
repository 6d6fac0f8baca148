import { Empty } from "@/lib/contracts/common";
import { UserRef } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";

export const unblockUser = operation({
  name: "block.remove",
  summary: "Unblock somebody. A friendship that the block ended does not come back.",
  rest: "DELETE /blocks/{user_id}",
  input: UserRef,
  output: Empty,
  allow: signedIn,
  async run(ctx, input) {
    const unblocked = await ctx.transaction((tx) =>
      tx.block.deleteMany({ where: { blockerId: ctx.actor.id, blockedId: input.user_id } }),
    );
    if (unblocked.count > 0) {
      ctx.publish({ name: "block.changed", data: { user_id: input.user_id, blocked: false }, to: [ctx.actor.id] });
    }
    return {};
  },
});
