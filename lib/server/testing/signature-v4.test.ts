import { describe, expect, it } from "vitest";
import { faultOf } from "./signature-v4";

// The examples that Amazon publishes, on the page that the function names.
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const base = { host: "examplebucket.s3.amazonaws.com", "x-amz-date": "20130524T000000Z" };
const authorization = (names: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${signature}`;
const plain = "host;x-amz-content-sha256;x-amz-date";

const read = {
  method: "GET",
  url: "/test.txt",
  headers: {
    ...base,
    range: "bytes=0-9",
    "x-amz-content-sha256": nothing,
    authorization: authorization(
      "host;range;x-amz-content-sha256;x-amz-date",
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ),
  },
  body: new Uint8Array(),
};
const write = {
  method: "PUT",
  url: "/test%24file.text",
  headers: {
    ...base,
    date: "Fri, 24 May 2013 00:00:00 GMT",
    "x-amz-storage-class": "REDUCED_REDUNDANCY",
    "x-amz-content-sha256": "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
    authorization: authorization(
      "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ),
  },
  body: new TextEncoder().encode("Welcome to Amazon S3."),
};
const list = (url: string, signature: string) => ({
  method: "GET",
  url,
  headers: { ...base, "x-amz-content-sha256": nothing, authorization: authorization(plain, signature) },
  body: new Uint8Array(),
});

describe("a signed request", () => {
  it.each([
    ["reading a range", read],
    ["writing", write],
    [
      "with an empty parameter",
      list("/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
    ],
    ["listing", list("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")],
  ])("is right as Amazon publishes it: %s", (_, request) => {
    expect(faultOf(request, secret)).toBeNull();
  });

  it("is wrong with anything in it changed", () => {
    expect(faultOf(read, `${secret}!`)).toBe("another signature");
    expect(faultOf({ ...read, url: "/other.txt" }, secret)).toBe("another signature");
    expect(faultOf({ ...read, url: "/test.txt?acl" }, secret)).toBe("another signature");
    expect(faultOf({ ...read, method: "DELETE" }, secret)).toBe("another signature");
    expect(faultOf({ ...read, headers: { ...read.headers, range: "bytes=0-99" } }, secret)).toBe("another signature");
    expect(faultOf({ ...write, body: new TextEncoder().encode("Welcome!") }, secret)).toBe("another payload");
    expect(faultOf({ ...read, headers: { ...read.headers, "x-amz-acl": "public-read" } }, secret)).toBe(
      "x-amz-acl is not signed",
    );
    expect(faultOf({ ...read, headers: base }, secret)).toBe("no signature");
  });
});
