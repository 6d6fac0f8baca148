import { Empty } from "@/lib/contracts/common";
import { SessionRef } from "@/lib/contracts/users";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { endSessions } from "./end-sessions";

export const revokeSession = operation({
  name: "session.revoke",
  summary: "End one of your sessions or tokens.",
  rest: "DELETE /me/tokens/{session_id}",
  refuses: ["not_found"],
  input: SessionRef,
  output: Empty,
  allow: signedIn,
  async run(ctx, input) {
    const ended = await endSessions(ctx, { id: input.session_id });
    if (ended === 0) throw refuse("not_found");
    return {};
  },
});
