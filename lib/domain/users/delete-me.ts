import { randomUUID } from "node:crypto";
import { Empty } from "@/lib/contracts/common";
import { DeleteMeInput } from "@/lib/contracts/users";
import { endCallsOf } from "@/lib/domain/calls";
import type { Tx } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { discardBytes } from "@/lib/domain/uploads/discard";
import { releaseUnsent } from "@/lib/domain/uploads/rows";
import { acquaintancesOf } from "./announce-profile";
import { confirmPassword, holdAccount } from "./credentials";
import { announceRevoked, deleteSessions } from "./end-sessions";
import { passwordLimits } from "./limits";
import { toUser, userColumns } from "./present";
import { discardPicture } from "./replace-avatar";

/** Leaves only what the others' conversations need: a row without a name, whom nobody can find or be. */
function anonymise(tx: Tx, userId: number, now: Date) {
  return tx.user.update({
    where: { id: userId },
    data: {
      // Longer than a username can be, so nobody can have taken it.
      username: `deleted-${randomUUID()}`,
      name: "—",
      searchText: "",
      passwordHash: "",
      email: null,
      about: "",
      avatarKey: null,
      locale: null,
      hidePresence: true,
      relayOnly: false,
      lastSeenAt: null,
      deletedAt: now,
    },
    select: userColumns,
  });
}

export const deleteMe = operation({
  name: "user.delete",
  summary: "Delete your account. What you wrote stays with those you wrote to, without your name.",
  rest: "DELETE /me",
  refuses: ["conflict"],
  input: DeleteMeInput,
  output: Empty,
  allow: signedIn,
  limits: passwordLimits,
  async run(ctx, input) {
    const { id } = ctx.actor;
    const passwordHash = await confirmPassword(ctx, "password", input.password);
    const acquaintances = await acquaintancesOf(ctx.db, id);
    const gone = await ctx.transaction(async (tx) => {
      if (!(await holdAccount(tx, id, passwordHash))) throw refuse("conflict");
      const mine = { OR: [{ lowId: id }, { highId: id }] };
      const { avatarKey } = await tx.user.findUniqueOrThrow({ where: { id }, select: { avatarKey: true } });
      const friendships = await tx.friendship.findMany({ where: mine });
      await tx.friendship.deleteMany({ where: mine });
      await tx.block.deleteMany({ where: { OR: [{ blockerId: id }, { blockedId: id }] } });
      const sessionIds = await deleteSessions(tx, id);
      const unsent = await releaseUnsent(tx, id);
      return { avatarKey, unsent, friendships, sessionIds, row: await anonymise(tx, id, ctx.now()) };
    });
    await discardPicture(ctx, gone.avatarKey);
    await discardBytes(ctx, gone.unsent);
    await endCallsOf(ctx, id);
    announceRevoked(ctx, gone.sessionIds);
    for (const { id: requestId, lowId, highId } of gone.friendships) {
      const data = { user_id: id, request_id: requestId };
      ctx.publish({ name: "friend.removed", data, to: [lowId === id ? highId : lowId] });
    }
    if (acquaintances.length > 0) {
      ctx.publish({ name: "user.updated", data: toUser(gone.row, ctx), to: acquaintances });
    }
    return {};
  },
});
