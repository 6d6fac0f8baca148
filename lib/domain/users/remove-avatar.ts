import { Empty } from "@/lib/contracts/common";
import { Me } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { replaceAvatar } from "./replace-avatar";

export const removeAvatar = operation({
  name: "user.removeAvatar",
  summary: "Remove your picture.",
  rest: "DELETE /me/avatar",
  refuses: ["conflict"],
  input: Empty,
  output: Me,
  allow: signedIn,
  run: (ctx) => replaceAvatar(ctx, null),
});
