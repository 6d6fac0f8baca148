import { Profile, UsernameRef } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { seePerson } from "./see-person";

export const getProfile = operation({
  name: "user.profile",
  summary: "One person by username, and how you stand to them.",
  rest: "GET /users/by-username/{username}",
  refuses: ["not_found"],
  input: UsernameRef,
  output: Profile,
  allow: signedIn,
  run: (ctx, input) => seePerson(ctx, { username: input.username }),
});
