import { Empty } from "@/lib/contracts/common";
import { Export } from "@/lib/contracts/export";
import type { Context } from "@/lib/domain/context";
import { listRequests } from "@/lib/domain/friends/list-requests";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { ownCalls, ownConversations, ownStars, ownUploads } from "./export-lists";
import { getMe } from "./get-me";
import { listSessions } from "./list-sessions";
import { toUser, userColumns } from "./present";

/** What is short enough to be read at once. */
async function shortLists(ctx: Context) {
  const me = ctx.actor.id;
  const [friendships, blocks, reports] = await Promise.all([
    ctx.db.friendship.findMany({
      where: { acceptedAt: { not: null }, OR: [{ lowId: me }, { highId: me }] },
      orderBy: { id: "asc" },
      include: { low: { select: userColumns }, high: { select: userColumns } },
    }),
    ctx.db.block.findMany({
      where: { blockerId: me },
      orderBy: { createdAt: "asc" },
      include: { blocked: { select: userColumns } },
    }),
    ctx.db.report.findMany({
      where: { reporterId: me },
      orderBy: { id: "asc" },
      include: { reported: { select: userColumns } },
    }),
  ]);
  return {
    friends: friendships.map(({ lowId, low, high, acceptedAt, createdAt }) => ({
      user: toUser(lowId === me ? high : low, ctx),
      since: (acceptedAt ?? createdAt).toISOString(),
    })),
    blocks: blocks.map((row) => ({ user: toUser(row.blocked, ctx), created_at: row.createdAt.toISOString() })),
    reports: reports.map((row) => ({
      user: toUser(row.reported, ctx),
      reason: row.reason,
      created_at: row.createdAt.toISOString(),
    })),
  };
}

/**
 * The long lists are read while they are being written, so they never stand in memory whole; what happens meanwhile may
 * be in them or not. Messages deleted for oneself are gone here too.
 */
export const exportMe = operation({
  name: "user.export",
  summary: "Take your data along: everything that the server keeps of you, as one JSON file.",
  rest: "GET /me/export",
  input: Empty,
  output: Export,
  allow: signedIn,
  limits: [{ points: 6, seconds: 3600, by: "person" }],
  async run(ctx): Promise<Export> {
    const [profile, sessions, requests, lists] = await Promise.all([
      getMe.execute(ctx, {}),
      listSessions.execute(ctx, {}),
      listRequests.execute(ctx, {}),
      shortLists(ctx),
    ]);
    return {
      exported_at: ctx.now().toISOString(),
      profile,
      sessions,
      friends: lists.friends,
      requests,
      blocks: lists.blocks,
      reports: lists.reports,
      conversations: ownConversations(ctx),
      starred: ownStars(ctx),
      calls: ownCalls(ctx),
      uploads: ownUploads(ctx),
    };
  },
});
