import { z } from "zod";
import { Empty } from "@/lib/contracts/common";
import { Session } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";

export const listSessions = operation({
  name: "session.list",
  summary: "List your sessions and tokens, the last used first.",
  rest: "GET /me/tokens",
  command: "session:list",
  input: Empty,
  output: z.array(Session),
  allow: signedIn,
  async run({ actor, db }) {
    const sessions = await db.session.findMany({
      where: { userId: actor.id },
      orderBy: [{ lastUsedAt: "desc" }, { id: "asc" }],
    });
    return sessions.map((session) => ({
      id: session.id,
      kind: Session.shape.kind.parse(session.kind),
      name: session.name,
      created_at: session.createdAt.toISOString(),
      last_used_at: session.lastUsedAt.toISOString(),
      current: session.id === actor.sessionId,
    }));
  },
});
