import { Empty } from "@/lib/contracts/common";
import { ChangePasswordInput } from "@/lib/contracts/users";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { confirmPassword } from "./credentials";
import { announceRevoked, deleteSessions } from "./end-sessions";
import { passwordLimits } from "./limits";
import { hashPassword } from "./passwords";

export const changePassword = operation({
  name: "user.changePassword",
  summary: "Change your password; all your other sessions and tokens end.",
  rest: "POST /me/password",
  refuses: ["conflict"],
  input: ChangePasswordInput,
  output: Empty,
  allow: signedIn,
  limits: passwordLimits,
  async run(ctx, input) {
    const oldHash = await confirmPassword(ctx, "current_password", input.current_password);
    const newHash = await hashPassword(input.new_password);
    const ended = await ctx.transaction(async (tx) => {
      const changed = await tx.user.updateMany({
        where: { id: ctx.actor.id, passwordHash: oldHash },
        data: { passwordHash: newHash },
      });
      return changed.count === 1 ? deleteSessions(tx, ctx.actor.id, { id: { not: ctx.actor.sessionId } }) : null;
    });
    // Two changes at once: the second no longer knew the password that it gave as current.
    if (!ended) throw refuse("conflict");
    announceRevoked(ctx, ctx.actor.id, ended);
    return {};
  },
});
