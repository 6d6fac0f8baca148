import { reportPerson } from "@/lib/domain/users";
import { route } from "@/lib/server/route";

export const POST = route(reportPerson);
