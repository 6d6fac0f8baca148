import { Empty } from "@/lib/contracts/common";
import { UserRef } from "@/lib/contracts/users";
import { endCallsBetween } from "@/lib/domain/calls";
import { refuse, refuseField } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { announceParting } from "./announce";
import { holdPair, pairOf } from "./pair";

export const blockUser = operation({
  name: "block.add",
  summary: "Block somebody: no finding, messages, calls or friendship between you. They are not told.",
  rest: "POST /blocks/{user_id}",
  refuses: ["not_found"],
  input: UserRef,
  output: Empty,
  allow: signedIn,
  async run(ctx, input) {
    const key = { blockerId: ctx.actor.id, blockedId: input.user_id };
    if (key.blockerId === key.blockedId) throw refuseField("user_id", "request_self");
    const parted = await ctx.transaction(async (tx) => {
      // Also one who has blocked the caller: who was first must not keep the other from it.
      const pair = pairOf(key.blockerId, key.blockedId);
      if (!(await holdPair(tx, pair))) throw refuse("not_found");
      await tx.block.upsert({
        where: { blockerId_blockedId: key },
        create: { ...key, createdAt: ctx.now() },
        update: {},
      });
      const friendship = await tx.friendship.findUnique({ where: { lowId_highId: pair } });
      await tx.friendship.deleteMany({ where: pair });
      return friendship;
    });
    ctx.publish({ name: "block.changed", data: { user_id: input.user_id, blocked: true }, to: [ctx.actor.id] });
    if (parted) announceParting(ctx, parted);
    await endCallsBetween(ctx, key.blockerId, key.blockedId);
    return {};
  },
});
