import { z } from "zod";
import { Id, Instant, storable } from "./common";
import { User } from "./users";

/** Why the operator should look at somebody. */
export const ReportInput = z.object({
  user_id: Id,
  reason: z.string().trim().max(1000).refine(storable, "invalid_value"),
});

/** What somebody told the operator about somebody. */
export const Report = z.object({
  id: Id,
  created_at: Instant,
  reporter: User,
  reported: User,
  reason: z.string(),
  conversation_id: Id.nullable().describe("of the two, where there is one"),
});
export type Report = z.infer<typeof Report>;
