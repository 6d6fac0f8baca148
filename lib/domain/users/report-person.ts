import { Empty } from "@/lib/contracts/common";
import { ReportInput } from "@/lib/contracts/reports";
import { refuse, refuseField } from "@/lib/domain/errors";
import { holdPair, pairOf } from "@/lib/domain/friends/pair";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";

/**
 * Tells the operator about somebody; that person is not told. Nothing that was written goes with it: the operator
 * hears who, and why. Errors: `not_found` · `validation_failed` (oneself)
 */
export const reportPerson = operation({
  name: "user.report",
  summary: "Report a person to the operator of this server",
  rest: "POST /reports",
  done: "reported",
  refuses: ["not_found"],
  input: ReportInput,
  output: Empty,
  allow: signedIn,
  limits: [{ points: 20, seconds: 3600, by: "person" }],
  async run(ctx, { user_id, reason }) {
    const reporterId = ctx.actor.id;
    if (user_id === reporterId) throw refuseField("user_id", "request_self");
    const pair = pairOf(reporterId, user_id);
    const { id } = await ctx.transaction(async (tx) => {
      if (!(await holdPair(tx, pair))) throw refuse("not_found");
      const conversation = await tx.conversation.findUnique({ where: { lowId_highId: pair }, select: { id: true } });
      const data = { reporterId, reportedId: user_id, reason, conversationId: conversation?.id, createdAt: ctx.now() };
      return tx.report.create({ data, select: { id: true } });
    });
    const told = { report_id: id, reporter_id: reporterId, reported_id: user_id };
    ctx.publish({ name: "person.reported", data: told, to: [] });
    return {};
  },
});
