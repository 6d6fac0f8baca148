import { listReports, reportPerson } from "@/lib/domain/users";
import { route } from "@/lib/server/route";

export const GET = route(listReports);
export const POST = route(reportPerson);
