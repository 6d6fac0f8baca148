import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { uploadFile } from "./upload-file";

/** What of XMLHttpRequest is used here; the test says what comes back. */
class FakeRequest {
  static last: FakeRequest;
  upload = { onprogress: (_event: { loaded: number; total: number }) => {} };
  sent: FormData | null = null;
  opened: string[] = [];
  headers: Record<string, string> = {};
  aborted = false;
  status = 0;
  response: unknown = null;
  retryAfter: string | null = null;
  onload = () => {};
  onerror = () => {};
  onabort = () => {};
  onloadend = () => {};
  constructor() {
    FakeRequest.last = this;
  }
  open(...how: string[]) {
    this.opened = how;
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  getResponseHeader = () => this.retryAfter;
  send(form: FormData) {
    this.sent = form;
  }
  abort() {
    this.aborted = true;
    this.onabort();
    this.onloadend();
  }
  answer(status: number, response: unknown, retryAfter: string | null = null) {
    Object.assign(this, { status, response, retryAfter });
    this.onload();
    this.onloadend();
  }
}

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  vi.stubGlobal("document", { documentElement: { lang: "ar" } });
});
afterEach(() => void vi.unstubAllGlobals());

function start() {
  const stop = new AbortController();
  const shares: number[] = [];
  const file = { blob: new Blob(["miaow"]), name: "قطة.png", fields: { duration_ms: "1200" } };
  const upload = uploadFile(file, { signal: stop.signal, onProgress: (share) => void shares.push(share) });
  return { upload, shares, stop, request: FakeRequest.last };
}

test("sends the file under its name behind what belongs to it, tells how far it is, and answers its id", async () => {
  const { upload, shares, request } = start();
  expect(request.opened).toEqual(["POST", "/api/uploads"]);
  expect([...(request.sent?.keys() ?? [])]).toEqual(["duration_ms", "file"]);
  expect(request.sent?.get("file")).toMatchObject({ name: "قطة.png", size: 5 });
  expect(request.headers).toEqual({ "Accept-Language": "ar" });
  request.upload.onprogress({ loaded: 1, total: 4 });
  request.upload.onprogress({ loaded: 4, total: 4 });
  request.answer(201, { status: true, data: { id: "u1" } });
  expect([await upload, shares]).toEqual(["u1", [0.25, 1]]);
});

test.each([
  [
    413,
    { status: false, code: "too_large", message: "At most 25 MB" },
    { code: "too_large", message: "At most 25 MB" },
  ],
  [429, { status: false, code: "rate_limited", message: "" }, { code: "rate_limited", retryAfterSeconds: 40 }],
  [413, null, { code: "too_large" }],
  [502, null, { code: "internal" }],
  [200, { status: true }, { code: "internal" }],
])("a refusal %i %j is %j", async (status, response, refusal) => {
  const { upload, request } = start();
  request.answer(status, response, status === 429 ? "40" : null);
  await expect(upload).rejects.toMatchObject({ name: "ApiError", ...refusal });
});

test("a line that breaks is a network failure", async () => {
  const { upload, request } = start();
  request.onerror();
  await expect(upload).rejects.toMatchObject({ code: "network" });
});

test("stops when it is told to", async () => {
  const { upload, stop, request } = start();
  stop.abort();
  await expect(upload).rejects.toMatchObject({ code: "network" });
  expect(request.aborted).toBe(true);
});
