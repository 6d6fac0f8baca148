import { randomUUID } from "node:crypto";
import { Me, SetAvatarInput } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { avatarImage } from "./avatar-image";
import { replaceAvatar } from "./replace-avatar";

export const setAvatar = operation({
  name: "user.setAvatar",
  summary: "Set your picture: JPEG, PNG, WebP or GIF up to 8 MB, as the multipart file `image`.",
  rest: "PUT /me/avatar",
  refuses: ["conflict"],
  input: SetAvatarInput,
  output: Me,
  allow: signedIn,
  limits: [{ points: 20, seconds: 600, by: "person" }],
  async run(ctx, input) {
    const picture = await avatarImage(input.image);
    const key = `avatar-${randomUUID()}`;
    await ctx.storage.put(key, picture);
    return replaceAvatar(ctx, key);
  },
});
