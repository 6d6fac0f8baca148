import { refuseAll } from "@/lib/server/respond";

const refuse = refuseAll("not_found");

/** An address that is none answers in the same envelope as all others. */
const notFound = (request: Request) => refuse(request, { params: Promise.resolve({}) });

export {
  notFound as DELETE,
  notFound as GET,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
