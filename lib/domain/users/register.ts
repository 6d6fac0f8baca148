import { RegisterInput, SignedIn } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { anyone } from "@/lib/domain/rules";
import { createAccount } from "./create-account";
import { registerLimits } from "./limits";
import { toMe } from "./present";
import { openTokenSession } from "./sessions";

export const register = operation({
  name: "user.register",
  summary: "Create an account and get a Bearer token for it.",
  rest: "POST /register",
  refuses: ["conflict"],
  input: RegisterInput,
  output: SignedIn,
  allow: anyone,
  open: true,
  limits: registerLimits,
  async run(ctx, input) {
    const { session, user } = await createAccount(ctx, openTokenSession, input);
    return { token: session, user: toMe(user, ctx) };
  },
});
