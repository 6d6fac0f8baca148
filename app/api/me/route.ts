import { deleteMe, getMe, updateMe } from "@/lib/domain/users";
import { route } from "@/lib/server/route";

export const GET = route(getMe);
export const PATCH = route(updateMe);
export const DELETE = route(deleteMe);
