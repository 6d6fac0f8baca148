import { readiness } from "@/lib/server/health";

/** The process can do its work: the database answers and nobody stops it. `reasons` say what is missing. */
export async function GET() {
  const { ready, ...data } = await readiness();
  return Response.json({ status: ready, data }, { status: ready ? 200 : 503 });
}
