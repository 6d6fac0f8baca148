import { removeAvatar, setAvatar } from "@/lib/domain/users";
import { route } from "@/lib/server/route";

export const PUT = route(setAvatar);
export const DELETE = route(removeAvatar);
