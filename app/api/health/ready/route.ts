import { resources } from "@/lib/server/resources";

/** The process can do its work: the database answers. */
export async function GET() {
  const database = await resources()
    .database.db.user.count({ take: 1 })
    .then(
      () => true,
      () => false,
    );
  return Response.json({ status: database, data: { database } }, { status: database ? 200 : 503 });
}
