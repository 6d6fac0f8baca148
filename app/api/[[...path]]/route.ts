import { refuseAll } from "@/lib/server/respond";

// An address that is none: the same envelope as everywhere.
const notFound = refuseAll("not_found");

export {
  notFound as DELETE,
  notFound as GET,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
