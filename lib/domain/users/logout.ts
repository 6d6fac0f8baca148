import { Empty } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { endSessions } from "./end-sessions";

export const logout = operation({
  name: "user.logout",
  summary: "End this session.",
  rest: "POST /logout",
  input: Empty,
  output: Empty,
  allow: signedIn,
  async run(ctx) {
    await endSessions(ctx, { id: ctx.actor.sessionId });
    return {};
  },
});
