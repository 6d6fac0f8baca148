import { Empty } from "@/lib/contracts/common";
import { RequestRef } from "@/lib/contracts/friends";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { dropRequest } from "./pending-request";

export const withdrawRequest = operation({
  name: "friend.withdraw",
  summary: "Take back a friend request that you sent.",
  rest: "DELETE /friends/requests/{request_id}",
  refuses: ["not_found", "conflict"],
  input: RequestRef,
  output: Empty,
  allow: signedIn,
  async run(ctx, input) {
    await dropRequest(ctx, input.request_id, "outgoing");
    return {};
  },
});
