import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import type { Friend } from "@/lib/contracts/friends";
import type { Profile } from "@/lib/contracts/users";
import { type Answering, ApiError, api, askNoMore, askOver, type Page } from "./api";

const asked: { url: string; init: RequestInit }[] = [];
let answer: () => Response;
beforeEach(() => {
  asked.length = 0;
  answer = () => Response.json({ status: true, data: {} });
  vi.stubGlobal("document", { documentElement: { lang: "ar" } });
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("the typed client", () => {
  it("puts each field into the path, the query or the body", async () => {
    const messages = "GET /chat/conversations/{conversation_id}/messages";
    await api(messages, { conversation_id: 7, since_rev: 3, cursor: undefined, limit: 50 });
    await api("DELETE /chat/messages/{message_id}/reactions/{emoji}", { message_id: 5, emoji: "👍" });
    await api("POST /chat/conversations/start", { user_id: 4 });
    await api("POST /logout");
    expect(asked.map(({ url, init }) => [init.method, url, init.body])).toEqual([
      ["GET", "/api/chat/conversations/7/messages?since_rev=3&limit=50", undefined],
      ["DELETE", "/api/chat/messages/5/reactions/%F0%9F%91%8D", undefined],
      ["POST", "/api/chat/conversations/start", '{"user_id":4}'],
      ["POST", "/api/logout", undefined],
    ]);
    expect(asked[2]?.init.headers).toEqual({ "Accept-Language": "ar", "Content-Type": "application/json" });
  });

  it("sends a file in a form, and what must outlive the page with keepalive", async () => {
    await api("PUT /me/avatar", { image: new Blob(["x"]) }, { keepalive: true });
    const { body, headers, keepalive } = asked[0]?.init ?? {};
    expect(body).toBeInstanceOf(FormData);
    expect(headers, "the boundary is the browser's to say").toEqual({ "Accept-Language": "ar" });
    expect(keepalive).toBe(true);
  });

  it("answers a list with its cursor, and throws what the server refuses or that it is away", async () => {
    answer = () => Response.json({ status: true, data: [{ id: 1 }], next_cursor: "c" });
    expect(await api("GET /friends")).toEqual({ items: [{ id: 1 }], next_cursor: "c" });
    const refusal = { status: false, code: "rate_limited", message: "انتظر", errors: { a: ["b"] } };
    answer = () => Response.json(refusal, { status: 429, headers: { "Retry-After": "7" } });
    const refused = { code: "rate_limited", message: "انتظر", fields: { a: ["b"] }, retryAfterSeconds: 7 };
    await expect(api("GET /me")).rejects.toMatchObject(refused);
    answer = () => new Response("<html>");
    await expect(api("GET /me")).rejects.toMatchObject({ code: "network" });
    const gone = new AbortController();
    answer = () => {
      gone.abort();
      throw gone.signal.reason;
    };
    await expect(api("GET /me", {}, { signal: gone.signal })).rejects.toBe(gone.signal.reason);
  });

  it("gives up where no answer comes, or only its beginning", async () => {
    vi.useFakeTimers();
    const never = (signal?: AbortSignal | null) =>
      new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => never(signal));
    const refused = expect(api("POST /calls/seen")).rejects.toMatchObject({ code: "network" });
    await vi.advanceTimersByTimeAsync(30_000);
    await refused;
    vi.stubGlobal("fetch", async (_: string, { signal }: RequestInit) =>
      Object.assign(new Response(), { json: () => never(signal) }),
    );
    const cut = expect(api("POST /calls/seen")).rejects.toMatchObject({ code: "network" });
    await vi.advanceTimersByTimeAsync(30_000);
    await cut;
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("knows what each call takes and answers", () => {
    expectTypeOf(() => api("GET /friends")).returns.resolves.toEqualTypeOf<Page<Friend>>();
    expectTypeOf(() => api("GET /users/{user_id}", { user_id: 1 })).returns.resolves.toEqualTypeOf<Profile>();
    const wrong = () => {
      // @ts-expect-error: no such call
      api("GET /nothing");
      // @ts-expect-error: whose?
      api("GET /users/{user_id}");
      // @ts-expect-error: a number is meant
      api("POST /chat/conversations/start", { user_id: "4" });
      // @ts-expect-error: a file, not what the server makes of it
      api("PUT /me/avatar", { image: "x" });
    };
    expect(wrong).toBeTypeOf("function");
  });
});

describe("a question that the notification socket answers", () => {
  const command = vi.fn<Answering["command"]>();
  const socket: Answering = { language: "ar", command };
  const list = { conversation_id: 7, since_rev: 3, cursor: undefined };
  const ask = () => api("GET /chat/conversations/{conversation_id}/messages", list);
  beforeEach(() => {
    command.mockReset().mockResolvedValue({ items: [], next_cursor: null });
    askOver(socket);
  });
  afterEach(() => askNoMore(socket));

  it("goes there alone while that is connected, and over REST before and after", async () => {
    expect(await ask()).toEqual({ items: [], next_cursor: null });
    expect(command).toHaveBeenCalledWith("message:list", list);
    expect(asked).toEqual([]);
    // A socket that has taken its place stays.
    askNoMore({ ...socket });
    await ask();
    askNoMore(socket);
    await ask();
    expect([command.mock.calls.length, asked.length]).toEqual([2, 1]);
  });

  it("is asked over REST where the socket broke or fell silent, and not where it refused", async () => {
    command.mockRejectedValueOnce(new ApiError("network", ""));
    answer = () => Response.json({ status: true, data: [], next_cursor: "c" });
    expect(await ask()).toEqual({ items: [], next_cursor: "c" });
    command.mockRejectedValueOnce(new ApiError("rate_limited", "انتظر", {}, 7));
    await expect(ask()).rejects.toMatchObject({ code: "rate_limited", message: "انتظر", retryAfterSeconds: 7 });
    expect(asked).toHaveLength(1);
  });

  it("goes over REST while the socket speaks another language than the page, and what can be called off always", async () => {
    vi.stubGlobal("document", { documentElement: { lang: "en" } });
    await ask();
    vi.stubGlobal("document", { documentElement: { lang: "ar" } });
    await api("GET /friends", {}, { signal: new AbortController().signal });
    await api("POST /calls/seen");
    expect(asked).toHaveLength(3);
    expect(command).not.toHaveBeenCalled();
  });

  it("is one question for all who ask it in the same turn, and another later", async () => {
    const [one, same, other] = await Promise.all([api("GET /me"), api("GET /me"), api("GET /friends")]);
    expect(one).toBe(same);
    expect(other).toBeDefined();
    expect(command.mock.calls.map(([name]) => name)).toEqual(["user:me", "friend:list"]);
    const later = api("GET /me");
    await Promise.resolve();
    // The first may have been answered before what this one is about.
    await Promise.all([later, api("GET /me")]);
    expect(command).toHaveBeenCalledTimes(4);
  });
});
