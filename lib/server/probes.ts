import { readiness } from "./health";
import type { Handler } from "./respond";

/** The process answers. */
export const answerLive: Handler = async () => Response.json({ status: true });

/** The process can do its work: the database answers and nobody stops it. `reasons` say what is missing. */
export const answerReady: Handler = async () => {
  const { ready: status, ...data } = await readiness();
  return Response.json({ status, data }, { status: status ? 200 : 503 });
};
