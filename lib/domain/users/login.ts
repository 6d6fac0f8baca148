import { LoginInput, SignedIn } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { anyone } from "@/lib/domain/rules";
import { signIn } from "./credentials";
import { signInLimits } from "./limits";
import { toMe } from "./present";
import { openTokenSession } from "./sessions";

export const login = operation({
  name: "user.login",
  summary: "Get a Bearer token for a username and password.",
  rest: "POST /login",
  refuses: ["unauthenticated", "forbidden"],
  input: LoginInput,
  output: SignedIn,
  allow: anyone,
  open: true,
  limits: signInLimits,
  async run(ctx, input) {
    const { session, user } = await signIn(ctx, openTokenSession, input);
    return { token: session, user: toMe(user, ctx) };
  },
});
