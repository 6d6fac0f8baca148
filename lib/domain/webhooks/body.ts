import type { WebhookBody, WebhookType } from "@/lib/contracts/webhooks";
import { callInclude, toCall } from "@/lib/domain/calls/present";
import { messageInclude, toMessage } from "@/lib/domain/chat/present";
import { placeColumns, shownPlaces } from "@/lib/domain/chat/read-places";
import type { Context } from "@/lib/domain/context";
import { toUser, userColumns } from "@/lib/domain/users/present";

type BodyContext = Pick<Context, "db" | "url">;

const bodies: Record<WebhookType, (ctx: BodyContext, subject: string) => Promise<WebhookBody | null>> = {
  async "message.sent"(ctx, subject) {
    const conversation = { select: { participants: { select: placeColumns, orderBy: { userId: "asc" } } } } as const;
    const include = { ...messageInclude, conversation };
    const row = await ctx.db.message.findUnique({ where: { id: Number(subject) }, include });
    if (!row) return null;
    const { participants } = row.conversation;
    return {
      type: "message.sent",
      timestamp: row.createdAt.toISOString(),
      user_ids: participants.map(({ userId }) => userId),
      data: toMessage(row, shownPlaces(participants), ctx),
    };
  },
  async "call.ended"(ctx, subject) {
    const row = await ctx.db.call.findUnique({ where: { id: subject }, include: callInclude });
    if (!row?.endedAt) return null;
    const user_ids = [row.callerId, row.calleeId];
    return { type: "call.ended", timestamp: row.endedAt.toISOString(), user_ids, data: { call: toCall(row, ctx) } };
  },
  async "user.created"(ctx, subject) {
    const select = { ...userColumns, createdAt: true };
    const row = await ctx.db.user.findUnique({ where: { id: Number(subject), deletedAt: null }, select });
    if (!row) return null;
    const timestamp = row.createdAt.toISOString();
    return { type: "user.created", timestamp, user_ids: [row.id], data: toUser(row, ctx) };
  },
};

/**
 * What a webhook says, as it is now: what has been edited or deleted since is told so, and nobody's words wait in a
 * second place. null when what it tells of is gone.
 */
export function webhookBody(
  ctx: BodyContext,
  { type, subject }: { type: WebhookType; subject: string },
): Promise<WebhookBody | null> {
  return bodies[type](ctx, subject);
}
