import { PageInput, pageOf } from "@/lib/contracts/common";
import { Report } from "@/lib/contracts/reports";
import type { Context } from "@/lib/domain/context";
import { operation } from "@/lib/domain/operation";
import { admin } from "@/lib/domain/rules";
import { cutPage, readCursor } from "./people-page";
import { toUser, userColumns } from "./present";

/** Reports, the newest first; `before` is the id of the last one that is known. */
export async function readReports(
  ctx: Pick<Context, "db" | "url">,
  { before, take }: { before: number | null; take: number },
): Promise<Report[]> {
  const rows = await ctx.db.report.findMany({
    where: before === null ? {} : { id: { lt: before } },
    orderBy: { id: "desc" },
    take,
    include: { reporter: { select: userColumns }, reported: { select: userColumns } },
  });
  return rows.map(({ id, createdAt, reporter, reported, reason, conversationId }) => ({
    id,
    created_at: createdAt.toISOString(),
    reporter: toUser(reporter, ctx),
    reported: toUser(reported, ctx),
    reason,
    conversation_id: conversationId,
  }));
}

/** Errors: `forbidden` to whoever is no admin. */
export const listReports = operation({
  name: "report.list",
  summary: "Read what was reported to the operator, the newest first; for admins",
  rest: "GET /reports",
  refuses: ["forbidden"],
  input: PageInput,
  output: pageOf(Report),
  allow: admin,
  async run(ctx, { limit, cursor }) {
    const reports = await readReports(ctx, { before: readCursor(cursor), take: limit + 1 });
    const { page, next_cursor } = cutPage(reports, limit);
    return { items: page, next_cursor };
  },
});
