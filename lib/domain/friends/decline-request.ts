import { Empty } from "@/lib/contracts/common";
import { RequestRef } from "@/lib/contracts/friends";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { dropRequest } from "./pending-request";

export const declineRequest = operation({
  name: "friend.decline",
  summary: "Decline a friend request that you were sent.",
  rest: "POST /friends/requests/{request_id}/decline",
  refuses: ["not_found", "conflict"],
  input: RequestRef,
  output: Empty,
  allow: signedIn,
  async run(ctx, input) {
    await dropRequest(ctx, input.request_id, "incoming");
    return {};
  },
});
