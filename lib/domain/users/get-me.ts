import { Empty } from "@/lib/contracts/common";
import { Me } from "@/lib/contracts/users";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { statement, timeOf } from "@/lib/domain/sql";
import { type MeRow, toMe } from "./present";

type Row = Omit<MeRow, "hidePresence" | "hideReceipts" | "relayOnly" | "createdAt"> &
  Record<"hidePresence" | "hideReceipts" | "relayOnly", boolean | number> & { createdAt: string };

/** Every reconnected client asks for this, so the query does without Prisma. */
const me = statement<[userId: number], Row>(`
  SELECT id AS "id", name AS "name", username AS "username", avatar_key AS "avatarKey", about AS "about",
    email AS "email", locale AS "locale", hide_presence AS "hidePresence", hide_receipts AS "hideReceipts",
    relay_only AS "relayOnly", CAST(created_at AS TEXT) AS "createdAt"
  FROM users WHERE id = $1`);

export const getMe = operation({
  name: "user.me",
  summary: "Your own account.",
  rest: "GET /me",
  command: "user:me",
  input: Empty,
  output: Me,
  allow: signedIn,
  async run(ctx) {
    const [row] = await ctx.hot.read.all(me, ctx.actor.id);
    if (!row) throw refuse("unauthenticated");
    const { hidePresence, hideReceipts, relayOnly, createdAt } = row;
    const flags = {
      hidePresence: Boolean(hidePresence),
      hideReceipts: Boolean(hideReceipts),
      relayOnly: Boolean(relayOnly),
    };
    return toMe({ ...row, ...flags, createdAt: timeOf(createdAt) }, ctx);
  },
});
