import { CallReport, type LoggedCall } from "@/lib/contracts/calls";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { type CallRow, callInclude, toCall } from "./present";

/** What `toLoggedCall` needs beside a call's own columns, for a Prisma `include`. */
export const loggedInclude = { ...callInclude, reports: true } as const;

interface ReportRow {
  userId: number;
  route: string;
  loss: number;
  jitterMs: number;
  roundTripMs: number;
  mos: number;
}

/** A call with what its two people's devices reported. */
export interface LoggedRow extends CallRow {
  reports: ReportRow[];
}

/** @throws OperationError `not_found` */
export async function loadLogged(ctx: Pick<Context, "db">, id: string): Promise<LoggedRow> {
  const row = await ctx.db.call.findUnique({ where: { id }, include: loggedInclude });
  if (!row) throw refuse("not_found");
  return row;
}

function reportOf(row: LoggedRow, userId: number): CallReport | null {
  const report = row.reports.find((one) => one.userId === userId);
  if (!report) return null;
  const { jitterMs: jitter_ms, roundTripMs: round_trip_ms, ...rest } = report;
  return CallReport.parse({ ...rest, jitter_ms, round_trip_ms });
}

/** A call as the log shows it: `toCall`, and what each side reported, or null. */
export function toLoggedCall(row: LoggedRow, ctx: Pick<Context, "url">): LoggedCall {
  return {
    ...toCall(row, ctx),
    reports: { caller: reportOf(row, row.callerId), callee: reportOf(row, row.calleeId) },
  };
}
