import { Empty } from "@/lib/contracts/common";
import { DeleteMeInput } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { confirmPassword, holdAccount } from "./credentials";
import { passwordLimits } from "./limits";
import { removeAccount } from "./remove-account";

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
    await removeAccount(ctx, id, (tx) => holdAccount(tx, id, passwordHash));
    return {};
  },
});
