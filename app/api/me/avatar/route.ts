import { removeAvatar, setAvatar } from "@/lib/domain/users";
import { route } from "@/lib/server/route";

export const PUT = route(setAvatar, { file: "image" });
export const DELETE = route(removeAvatar);
