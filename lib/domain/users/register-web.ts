import { RegisterInput, WebSignedIn } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { anyone } from "@/lib/domain/rules";
import { createAccount } from "./create-account";
import { registerLimits } from "./limits";
import { toMe } from "./present";
import { openWebSession } from "./sessions";

/** For the door that sets the browser's cookie; the session's id goes into it and nowhere else. */
export const registerWeb = operation({
  name: "user.registerWeb",
  summary: "Create an account and open a browser session for it.",
  refuses: ["conflict"],
  input: RegisterInput,
  output: WebSignedIn,
  allow: anyone,
  open: true,
  limits: registerLimits,
  async run(ctx, input) {
    const { session, user } = await createAccount(ctx, openWebSession, input);
    return { session_id: session, user: toMe(user, ctx) };
  },
});
