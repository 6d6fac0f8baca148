import { Profile, UserRef } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { seePerson } from "./see-person";

export const getUser = operation({
  name: "user.get",
  summary: "One person, and how you stand to them.",
  rest: "GET /users/{user_id}",
  command: "user:get",
  refuses: ["not_found"],
  input: UserRef,
  output: Profile,
  allow: signedIn,
  run: (ctx, input) => seePerson(ctx, { id: input.user_id }),
});
