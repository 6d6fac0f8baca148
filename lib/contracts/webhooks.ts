import { z } from "zod";
import { Call } from "./calls";
import { Message } from "./chat";
import { Id } from "./common";
import { User } from "./users";

/** What servers of the operator's are told of. */
export const WebhookType = z.enum(["message.sent", "call.ended", "user.created"]);
export type WebhookType = z.infer<typeof WebhookType>;

function told<const T extends WebhookType, D extends z.ZodType>(type: T, data: D) {
  return z.object({
    type: z.literal(type),
    timestamp: z.iso.datetime().describe("when it happened"),
    user_ids: z.array(Id).describe("whom it concerns: both people of a conversation"),
    data,
  });
}

/** The body of each webhook, as Standard Webhooks recommends it; `data` is that of the event of the same name. */
export const webhookBodies = {
  "message.sent": told("message.sent", Message),
  "call.ended": told("call.ended", z.object({ call: Call })),
  "user.created": told("user.created", User),
} satisfies Record<WebhookType, z.ZodType>;

export type WebhookBody = { [T in WebhookType]: z.infer<(typeof webhookBodies)[T]> }[WebhookType];
