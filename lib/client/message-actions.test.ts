import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Message } from "@/lib/contracts/chat";
import { ApiError } from "./api";
import { createMessageActions } from "./message-actions";
import { isStarred, withPending } from "./message-changes";
import { sampleMessage } from "./testing/chat-samples";

const me = 1;
interface Call {
  method: string;
  body: unknown;
  path: string;
  answer(body: object): void;
}
let calls: Call[] = [];

beforeEach(() => {
  calls = [];
  vi.stubGlobal("document", { documentElement: { lang: "ar" } });
  vi.stubGlobal(
    "fetch",
    (path: string, { method, body }: RequestInit) =>
      new Promise<Response>((resolve) =>
        calls.push({
          method: method ?? "",
          path: decodeURIComponent(path),
          body,
          answer: (body) => resolve(Response.json(body)),
        }),
      ),
  );
});
afterEach(() => vi.unstubAllGlobals());

const passed = () => new Promise<void>((resolve) => setImmediate(resolve));

function world() {
  const taken: Message[] = [];
  const actions = createMessageActions({
    me,
    onMessage: (message) => void taken.push(message),
    onMark: () => undefined,
    onHidden: async () => undefined,
  });
  const message = sampleMessage({ id: 5, sender_id: me, message: "before" });
  const shown = () => withPending([message], actions.store.getState().pending, me)[0];
  return { actions, message, shown, taken };
}
const done = (data: object) => ({ status: true, data });
const refused = { status: false, code: "forbidden", message: "too late" };

it("shows a change at once and hands on what the server makes of it", async () => {
  const { actions, message, shown, taken } = world();
  const changing = actions.change(message, { kind: "edit", text: "after" });
  expect(shown()).toMatchObject({ message: "after", edited_at: expect.any(String) });
  await passed();
  expect(calls[0]).toMatchObject({ method: "PATCH", path: "/api/chat/messages/5" });
  calls[0]?.answer(done({ ...message, message: "after" }));
  await changing;
  expect(taken).toMatchObject([{ message: "after" }]);
  expect(actions.store.getState().pending).toEqual([]);
});

it("takes a refused change back and tells why", async () => {
  const { actions, message, shown } = world();
  const changing = actions.change(message, { kind: "delete" });
  expect(shown()).toMatchObject({ message: "", deleted_at: expect.any(String) });
  await passed();
  calls[0]?.answer(refused);
  await expect(changing).rejects.toEqual(new ApiError("forbidden", "too late"));
  expect(shown()).toEqual(message);
});

it("tells the server one thing after another about one message, and goes on after a refusal", async () => {
  const { actions, message, shown } = world();
  const first = actions.change(message, { kind: "react", emoji: "👍" });
  const liked = shown() ?? message;
  const second = actions.change(liked, { kind: "react", emoji: null });
  expect(shown()?.reactions).toEqual([]);
  await passed();
  expect(calls.map((call) => `${call.method} ${call.path}`)).toEqual(["PUT /api/chat/messages/5/reactions/👍"]);
  calls[0]?.answer(refused);
  await expect(first).rejects.toThrow();
  await passed();
  expect(calls[1]).toMatchObject({ method: "DELETE", path: "/api/chat/messages/5/reactions/👍" });
  calls[1]?.answer(done(message));
  await second;
});

it("keeps what is deleted for oneself out of sight until nothing else shows it", async () => {
  const { message } = world();
  let caughtUp = () => {};
  const actions = createMessageActions({
    me,
    onMessage: () => undefined,
    onMark: () => undefined,
    onHidden: () =>
      new Promise<void>((resolve) => {
        caughtUp = resolve;
      }),
  });
  const shown = () => withPending([message], actions.store.getState().pending, me);
  const changing = actions.change(message, { kind: "hide" });
  await passed();
  expect(calls[0]).toMatchObject({ path: "/api/chat/messages/5", body: '{"for":"me"}' });
  calls[0]?.answer(done(message));
  await passed();
  await passed();
  expect(shown()).toEqual([]);
  caughtUp();
  await changing;
  expect(shown()).toEqual([message]);
});

it("shows the last wish for a star", async () => {
  const { actions, message } = world();
  const starred = () => isStarred(message.id, undefined, actions.store.getState().pending);
  void actions.change(message, { kind: "star", starred: true });
  expect(starred()).toBe(true);
  void actions.change(message, { kind: "star", starred: false });
  expect(starred()).toBe(false);
});
