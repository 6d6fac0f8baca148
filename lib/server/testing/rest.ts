import type { IncomingMessage, ServerResponse } from "node:http";
import { operations } from "@/lib/domain/operations";
import { readUpload } from "@/lib/domain/uploads";
import { fileRoute } from "@/lib/server/file-route";
import { answerMetrics } from "@/lib/server/metrics/answer";
import { authRoute, route } from "@/lib/server/route";

const ofOperations = operations.flatMap((op) => {
  const [method, path] = op.rest?.split(" ") ?? [];
  if (!method || !path) return [];
  const shape = new RegExp(`^/api${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
  const answer = op.rest?.includes("/broadcasting/") && method === "POST" ? authRoute(op) : route(op);
  return [{ method, shape, answer }];
});

const file = { method: "GET", shape: /^\/api\/uploads\/(?<upload_id>[^/]+)$/, answer: fileRoute(readUpload) };
const handlers = [file, ...ofOperations, { method: "GET", shape: /^\/api\/metrics$/, answer: answerMetrics }];

/** Each operation at the address that it names, and the metrics, as the files of app/api serve them. */
export async function answerRest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "", "http://nida");
  const found = handlers.find(({ method, shape }) => method === request.method && shape.test(url.pathname));
  if (!found) {
    response.writeHead(404).end();
    return;
  }
  const chunks: Buffer[] = [];
  // A form is read by the route itself, as it comes.
  const isForm = request.headers["content-type"]?.startsWith("multipart/");
  if (!isForm) for await (const chunk of request) chunks.push(chunk);
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
  const asked = new Request(url, { method: found.method, headers, body });
  const answer = await found.answer(asked, { params: Promise.resolve({ ...found.shape.exec(url.pathname)?.groups }) });
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
}
