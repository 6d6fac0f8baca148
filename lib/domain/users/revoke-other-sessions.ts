import { Empty } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { endSessions } from "./end-sessions";

export const revokeOtherSessions = operation({
  name: "session.revokeOthers",
  summary: "End all your sessions and tokens but this one.",
  rest: "DELETE /me/tokens",
  input: Empty,
  output: Empty,
  allow: signedIn,
  async run(ctx) {
    await endSessions(ctx, { id: { not: ctx.actor.sessionId } });
    return {};
  },
});
