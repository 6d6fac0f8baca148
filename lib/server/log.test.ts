import { expect, test } from "vitest";
import { createLog } from "./log";

function lines() {
  const written: string[] = [];
  return { written, out: { write: (line: string) => written.push(line) } };
}

test("secrets and message bodies never reach the log, at any depth and in any spelling", () => {
  const { written, out } = lines();
  const log = createLog({ logLevel: "info" }, out);
  log.info({ headers: { Authorization: "Bearer s3cret", cookie: "s3cret", "set-cookie": ["s3cret"] } }, "request");
  log.info({ password: "s3cret", user: { passwordHash: "s3cret", list: [{ token: "s3cret" }] } }, "login");
  log.info({ command: { message: "s3cret", body: "s3cret" } }, "message:send");
  log.child({ secret: "s3cret" }).warn("child");
  expect(written).toHaveLength(4);
  expect(written.join("")).not.toContain("s3cret");
  expect(written[0]).toContain('"Authorization":"[hidden]"');
});

test("an error keeps its name, code, message, stack and cause, and loses the request that hangs on it", () => {
  const { written, out } = lines();
  const error = Object.assign(new TypeError("no such table"), { code: "P2021", request: { headers: "s3cret" } });
  error.cause = new Error("disk is full");
  createLog({ logLevel: "info" }, out).error(error, "failed");
  createLog({ logLevel: "info" }, out).error({ err: error }, "failed");
  for (const line of written) {
    const { err } = JSON.parse(line);
    expect(err).toMatchObject({ type: "TypeError", code: "P2021", message: "no such table" });
    expect(err.stack).toContain("log.test.ts");
    expect(err.cause.message).toBe("disk is full");
    expect(line).not.toContain("s3cret");
  }
});

test("the level holds back what is below it", () => {
  const { written, out } = lines();
  const log = createLog({ logLevel: "warn" }, out);
  log.info("quiet");
  log.warn("heard");
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0] ?? "")).toMatchObject({ level: 40, msg: "heard" });
});
