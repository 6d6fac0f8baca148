import { LoginInput, WebSignedIn } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { anyone } from "@/lib/domain/rules";
import { signIn } from "./credentials";
import { signInLimits } from "./limits";
import { toMe } from "./present";
import { openWebSession } from "./sessions";

/** For the door that sets the browser's cookie; the session's id goes into it and nowhere else. */
export const signInWeb = operation({
  name: "user.signInWeb",
  summary: "Open a browser session for a username and password.",
  refuses: ["unauthenticated", "forbidden"],
  input: LoginInput,
  output: WebSignedIn,
  allow: anyone,
  open: true,
  limits: signInLimits,
  async run(ctx, input) {
    const { session, user } = await signIn(ctx, openWebSession, input);
    return { session_id: session, user: toMe(user, ctx) };
  },
});
