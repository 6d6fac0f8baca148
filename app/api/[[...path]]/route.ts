import { methods } from "@/lib/server/methods";
import { refuseAll } from "@/lib/server/respond";

/** An address that is none answers in the same envelope as all others. */
const notFound = refuseAll("not_found");

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: notFound,
  POST: notFound,
  PUT: notFound,
  PATCH: notFound,
  DELETE: notFound,
});
