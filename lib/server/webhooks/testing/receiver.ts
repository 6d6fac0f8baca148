import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Webhook } from "standardwebhooks";
import type { WebhookBody } from "@/lib/contracts/webhooks";

export const secret = `whsec_${Buffer.alloc(32, "nida").toString("base64")}`;

export interface Received {
  id: string;
  body: WebhookBody;
}

type Answer = (response: ServerResponse, received: Received) => unknown;

/** An operator's server, really listening, that holds whatever comes to its signature by Standard Webhooks' own library. */
export interface Receiver {
  url: string;
  /** every attempt, in the order in which they came */
  came: Received[];
  /** what was answered with 2xx */
  taken: Received[];
  /** how it answers from now on; 204 at first */
  answer: Answer;
  /** nobody is there any more, until `open` */
  close(): Promise<void>;
  open(): Promise<void>;
}

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end();

/** The words of messages, in their order. */
export const words = (list: Received[]) => list.map(({ body }) => body.type === "message.sent" && body.data.message);

async function read(request: IncomingMessage): Promise<Received> {
  let text = "";
  for await (const chunk of request) text += chunk;
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const body = new Webhook(secret).verify(text, headers) as WebhookBody;
  return { id: headers["webhook-id"] ?? "", body };
}

export async function openReceiver(): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    try {
      const received = await read(request);
      receiver.came.push(received);
      await receiver.answer(response, received);
      if (response.statusCode < 300 && response.writableEnded) receiver.taken.push(received);
    } catch (error) {
      console.error("a webhook that is not signed as it should be", error);
      response.writeHead(401).end();
    }
  });
  let port = 0;
  const receiver: Receiver = {
    url: "",
    came: [],
    taken: [],
    answer: status(204),
    async open() {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      port = typeof address === "object" && address ? address.port : 0;
      receiver.url = `http://127.0.0.1:${port}/nida`;
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  await receiver.open();
  return receiver;
}
