import { expect, it } from "vitest";
import { reportCall } from "@/lib/domain/calls";
import { databaseFaultOf } from "./error-codes";
import { readBody } from "./request-input";

it("takes a body that breaks off for its sender's end, not for a failure of this server or its database", async () => {
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(Buffer.from('{"call_id":')),
    pull: (stream) => stream.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" })),
  });
  const sent = { method: "POST", body, duplex: "half" };
  const request = new Request("http://localhost/api", sent);
  const failure: unknown = await readBody(reportCall, request).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "validation_failed", fields: { body: [{ reason: "bad_json" }] } });
  expect(databaseFaultOf(failure)).toBeNull();
});
