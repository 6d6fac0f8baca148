import { AvatarRef, Picture } from "@/lib/contracts/users";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";

// Other things lie in the same storage: only keys that setAvatar made are pictures of people.
const avatarKey = /^avatar-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const readAvatar = operation({
  name: "user.readAvatar",
  summary: "The bytes of somebody's picture (WebP).",
  rest: "GET /avatars/{key}",
  refuses: ["not_found"],
  input: AvatarRef,
  output: Picture,
  allow: signedIn,
  async run({ storage }, input) {
    const bytes = avatarKey.test(input.key) ? await storage.get(input.key) : null;
    if (!bytes) throw refuse("not_found");
    return {
      bytes: new Uint8Array(bytes),
      content_type: "image/webp",
      // A changed picture has another key.
      cache_control: "private, max-age=31536000, immutable",
    };
  },
});
