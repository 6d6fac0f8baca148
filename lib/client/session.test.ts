import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "./api";
import { register, safeNext, signIn, signOut } from "./session";

const origin = "http://localhost:3000";
const answers: Array<unknown> = [];
const sent: Array<{ path: string; init: RequestInit | undefined }> = [];

beforeEach(() => {
  answers.length = 0;
  sent.length = 0;
  vi.stubGlobal("document", { documentElement: { lang: "ar" } });
  vi.stubGlobal("window", { location: { origin } });
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    sent.push({ path, init });
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError("Failed to fetch");
    return Response.json(answer);
  });
});
afterEach(() => vi.unstubAllGlobals());

const ahmed = { username: "ahmed", password: "nida-demo" };
const refusedWith = (error: string) => ({ url: `${origin}/api/auth/error?error=${encodeURIComponent(error)}` });

async function caught(attempt: Promise<void>): Promise<ApiError> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error("was not refused with an ApiError");
  return error;
}

describe("signing in", () => {
  it("sends what was typed with the CSRF token, in the page's language", async () => {
    answers.push({ csrfToken: "t0ken" }, { url: origin });
    await signIn(ahmed);
    expect(sent.map((call) => call.path)).toEqual(["/api/auth/csrf", "/api/auth/callback/credentials"]);
    expect(Object.fromEntries(new URLSearchParams(String(sent[1]?.init?.body)))).toEqual({
      ...ahmed,
      callbackUrl: origin,
      csrfToken: "t0ken",
      json: "true",
    });
    expect(new Headers(sent[1]?.init?.headers).get("Accept-Language")).toBe("ar");
  });

  it("says the server's sentence and code", async () => {
    const message = "اسم المستخدم أو كلمة المرور غير صحيحة.";
    answers.push({ csrfToken: "t" }, refusedWith(JSON.stringify({ code: "unauthenticated", message })));
    expect(await caught(signIn(ahmed))).toMatchObject({ code: "unauthenticated", message, fields: {} });
  });

  it("keeps the sentences of single fields", async () => {
    const errors = { username: ["taken"] };
    answers.push({ csrfToken: "t" }, refusedWith(JSON.stringify({ code: "conflict", message: "m", errors })));
    expect((await caught(register({ name: "أحمد", ...ahmed }))).fields).toEqual(errors);
    expect(sent[1]?.path).toBe("/api/auth/callback/register");
  });

  it.each(["Configuration", "null", '"text"', "{"])("hides NextAuth's own word %s", async (word) => {
    answers.push({ csrfToken: "t" }, refusedWith(word));
    expect(await caught(signIn(ahmed))).toMatchObject({ code: "internal", message: "" });
  });

  it("does not take a refused CSRF token for success", async () => {
    answers.push({ csrfToken: "t" }, { url: `${origin}/api/auth/signin?csrf=true` });
    expect((await caught(signIn(ahmed))).code).toBe("internal");
  });

  it("does not take an answer without an address for success", async () => {
    answers.push({ csrfToken: "t" }, {});
    expect((await caught(signIn(ahmed))).code).toBe("internal");
  });

  it("tells when the server could not be reached", async () => {
    expect((await caught(signIn(ahmed))).code).toBe("network");
    answers.push({ csrfToken: "t" });
    expect((await caught(signIn(ahmed))).code).toBe("network");
  });
});

describe("signing out", () => {
  it("posts the CSRF token", async () => {
    answers.push({ csrfToken: "t" }, { url: origin });
    await signOut();
    expect(sent[1]?.path).toBe("/api/auth/signout");
  });

  it("says when it was not done", async () => {
    answers.push({ csrfToken: "t" }, { url: `${origin}/api/auth/signout?csrf=true` });
    expect((await caught(signOut())).code).toBe("internal");
  });
});

describe("leaving", () => {
  const visited: string[] = [];
  let leave: typeof import("./session").leave;
  let leaveBy: typeof import("./session").leaveBy;
  let comeBack: (persisted: boolean) => void;
  beforeEach(async () => {
    // A page that has left is gone, and what it knew.
    vi.resetModules();
    ({ leave, leaveBy } = await import("./session"));
    visited.length = 0;
    const page = new EventTarget();
    const location = { origin, assign: (path: string) => visited.push(path), reload: () => visited.push("anew") };
    vi.stubGlobal("window", Object.assign(page, { location }));
    comeBack = (persisted) => page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
  });

  it("is not as one left it where the browser has kept the page, and is loaded but once else", () => {
    leave("session-ended");
    comeBack(false);
    expect(visited).toHaveLength(1);
    comeBack(true);
    expect(visited.at(-1)).toBe("anew");
  });

  it("says why on the sign-in page", () => {
    leave("session-ended");
    expect(visited).toEqual(["/login?after=session-ended"]);
  });

  it("stays when it was refused, and forgets what was meant", async () => {
    await caught(leaveBy("deleted", () => Promise.reject(new ApiError("validation_failed", ""))));
    expect(visited).toEqual([]);
    leave("session-ended");
    expect(visited).toEqual(["/login?after=session-ended"]);
  });

  it("ends what the person does, although the socket is refused first, and keeps their reason", async () => {
    await leaveBy("signed-out", async () => {
      leave("session-ended");
      await Promise.resolve();
      expect(visited).toEqual([]);
    });
    expect(visited).toEqual(["/login?after=signed-out"]);
  });

  it("leaves for the socket's reason when only the answer was lost", async () => {
    const lost = async () => {
      leave("session-ended");
      throw new ApiError("network", "");
    };
    await caught(leaveBy("signed-out", lost));
    expect(visited).toEqual(["/login?after=session-ended"]);
  });
});

describe("where to go afterwards", () => {
  it.each([
    ["/friends", "/friends"],
    ["/chat/3?x=1#m4", "/chat/3?x=1#m4"],
    ["//evil.example", "/chat"],
    ["/\\evil.example", "/chat"],
    ["/\t/evil.example", "/chat"],
    ["https://evil.example", "/chat"],
    ["javascript:alert(1)", "/chat"],
    ["friends", "/chat"],
    ["", "/chat"],
    [null, "/chat"],
    [undefined, "/chat"],
  ])("%j leads to %s", (next, path) => {
    expect(safeNext(next, origin)).toBe(path);
  });
});
