import type { z } from "zod";
import type { RegisterInput } from "@/lib/contracts/users";
import type { Context } from "@/lib/domain/context";
import { isUniqueViolation, OperationError } from "@/lib/domain/errors";
import { noteWebhook, personLane } from "@/lib/domain/webhooks/note";
import { searchTextOf } from "@/lib/text/fold";
import { hashPassword } from "./passwords";
import { type MeRow, meColumns } from "./present";
import type { OpenSession } from "./sessions";

function usernameTaken(): OperationError {
  const reason = { reason: "username_taken" };
  return new OperationError("conflict", { reason, fields: { username: [reason] } });
}

/**
 * Makes an account and its first session.
 * @throws `conflict` (username_taken), also for the loser of a race for one name
 */
export async function createAccount(
  ctx: Pick<Context, "db" | "transaction" | "hot" | "now" | "userAgent" | "webhookUrls">,
  open: OpenSession,
  input: z.output<typeof RegisterInput>,
): Promise<{ session: string; user: MeRow }> {
  const taken = await ctx.db.user.findUnique({ where: { username: input.username }, select: { id: true } });
  if (taken) throw usernameTaken();
  const passwordHash = await hashPassword(input.password);
  try {
    return await ctx.transaction(async (tx) => {
      const user = await tx.user.create({
        data: {
          username: input.username,
          name: input.name,
          searchText: searchTextOf(input.name, input.username),
          passwordHash,
          email: input.email ?? null,
          createdAt: ctx.now(),
        },
        select: meColumns,
      });
      const noted = {
        type: "user.created",
        subject: String(user.id),
        lane: personLane(user.id),
        at: ctx.now(),
      } as const;
      await noteWebhook(ctx, ctx.hot.within(tx), noted);
      const session = await open(tx, ctx, { userId: user.id, deviceName: input.device_name });
      return { session, user };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw usernameTaken();
    throw error;
  }
}
