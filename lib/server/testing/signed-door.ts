import { once } from "node:events";
import { request as ask, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { faultOf } from "./signature-v4";

/** Lets through to a server on `port` what is signed as S3 wants it, and answers everything else as S3 does. */
export async function openSignedDoor(port: number, secretAccessKey: string) {
  const door = createServer(async (asked, answer) => {
    const { method = "", url = "", headers } = asked;
    const body = await buffer(asked);
    const fault = faultOf({ method, url, headers, body }, secretAccessKey);
    if (fault) {
      answer.writeHead(403).end(`<Error><Code>SignatureDoesNotMatch</Code><Message>${fault}</Message></Error>`);
      return;
    }
    const behind = ask({ host: "127.0.0.1", port, method, path: url, headers });
    behind.on("error", () => answer.destroy());
    behind.on("response", (said) => {
      answer.writeHead(said.statusCode ?? 500, said.headers);
      // Whoever asked may have heard enough.
      pipeline(said, answer).catch(() => undefined);
    });
    behind.end(body);
  });
  await once(door.listen(0, "127.0.0.1"), "listening");
  const { port: own } = door.address() as AddressInfo;
  const close = async () => {
    door.closeAllConnections();
    await new Promise((resolve) => door.close(resolve));
  };
  return { port: own, close };
}
