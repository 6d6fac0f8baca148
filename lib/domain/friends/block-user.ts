import { Empty } from "@/lib/contracts/common";
import { UserRef } from "@/lib/contracts/users";
import { refuse, refuseField } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { announceParting } from "./announce";
import { pairOf } from "./standing";

export const blockUser = operation({
  name: "block.add",
  summary: "Block somebody: no finding, messages, calls or friendship between you. They are not told.",
  rest: "POST /blocks/{user_id}",
  input: UserRef,
  output: Empty,
  allow: signedIn,
  async run(ctx, input) {
    const key = { blockerId: ctx.actor.id, blockedId: input.user_id };
    if (key.blockerId === key.blockedId) throw refuseField("user_id", "request_self");
    const parted = await ctx.transaction(async (tx) => {
      // Also one who has blocked the caller: who is left in peace first must not be the later one's loss.
      const person = await tx.user.findFirst({ where: { id: input.user_id, deletedAt: null }, select: { id: true } });
      if (!person) throw refuse("not_found");
      await tx.block.upsert({
        where: { blockerId_blockedId: key },
        create: { ...key, createdAt: ctx.now() },
        update: {},
      });
      const pair = pairOf(key.blockerId, key.blockedId);
      const friendship = await tx.friendship.findUnique({ where: { lowId_highId: pair } });
      await tx.friendship.deleteMany({ where: pair });
      return friendship;
    });
    ctx.publish({ name: "block.changed", data: { user_id: input.user_id, blocked: true }, to: [ctx.actor.id] });
    if (parted) announceParting(ctx, parted);
    return {};
  },
});
