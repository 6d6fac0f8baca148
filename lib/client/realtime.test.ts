import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Sql } from "@/lib/domain/context";
import { errors as arabic } from "@/lib/i18n/ar/errors";
import { errors as english } from "@/lib/i18n/en/errors";
import { openSocketHouse, type SocketHouse } from "@/lib/server/realtime/testing/socket-house";
import { provide, resources } from "@/lib/server/resources";
import { issueTicket } from "@/lib/server/ticket";
import { api } from "./api";
import { connectRealtime, type Realtime } from "./realtime";
import { serverClock } from "./server-clock";

const AT_ONCE = 4;
const WAITING = 10;
const open: Realtime[] = [];
let house: SocketHouse;
/** answers of the pages' origin, the next first; then tickets for `visitor` */
let answers: (() => Promise<Response>)[];
let asked: string[];
let visitor: { id: number; sid: string };

beforeAll(async () => {
  house = await openSocketHouse({ SOCKET_URL: "https://sockets.example.org" }, { atOnce: AT_ONCE, waiting: WAITING });
});
beforeEach(async () => {
  visitor = await house.visitor();
  answers = [];
  asked = [];
  vi.spyOn(console, "info").mockReturnValue();
  vi.stubGlobal("document", { documentElement: { lang: "ar" } });
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    return (answers.shift() ?? ticket)();
  });
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
afterAll(() => house.close());

async function ticket(): Promise<Response> {
  return Response.json({
    status: true,
    data: await issueTicket({ id: visitor.id, sessionId: visitor.sid }, new Date()),
  });
}
function connect(onRefused = () => {}, firstTicket: string | null = null): Realtime {
  const options = {
    url: house.url,
    byTicket: true,
    deviceId: "0f0e4f5e-6d0a-4b53-9f2e-6f1c8f0a7d11",
    onRefused,
    firstTicket,
  };
  const one = connectRealtime({ ...options, userId: visitor.id });
  open.push(one);
  return one;
}
const soon = (assert: () => unknown, timeout = 15_000) => vi.waitFor(assert, { timeout, interval: 20 });

it("shows a fresh ticket on every connection", async () => {
  const one = connect();
  let connections = 0;
  one.onConnected(() => {
    connections += 1;
  });
  await soon(() => expect(connections).toBe(1));
  house.recall();
  await soon(() => expect(connections).toBe(2));
  expect(asked).toEqual(["/api/realtime/ticket", "/api/realtime/ticket"]);
});

it("shows first the ticket that came with the page, unless that is old", async () => {
  const { ticket: brought } = await issueTicket({ id: visitor.id, sessionId: visitor.sid }, new Date());
  vi.spyOn(performance, "now").mockReturnValue(2000);
  const one = connect(undefined, brought);
  await soon(() => expect(one.connection()).toBe("connected"));
  expect(asked).toEqual([]);
  house.recall();
  await soon(() => expect(asked).toHaveLength(1));
  vi.spyOn(performance, "now").mockReturnValue(60_000);
  const late = connect(undefined, brought);
  await soon(() => expect(late.connection()).toBe("connected"));
  expect(asked).toHaveLength(2);
});

it("waits for its own origin while that does not answer, and takes a stale ticket for no farewell", async () => {
  const text = await (await ticket()).text();
  const away = () => Promise.reject(new TypeError("Failed to fetch"));
  // Shown twice: the second time it is of no use.
  const stale = async () => new Response(text, { headers: { "Content-Type": "application/json" } });
  answers = [stale, away, stale];
  const refused = vi.fn();
  const [one, other] = [connect(refused), connect(refused)];
  await soon(() => expect([one.connection(), other.connection()]).toEqual(["connected", "connected"]));
  expect(refused).not.toHaveBeenCalled();
});

it("answers questions in the page's language, tells the server's time, and leaves them to REST once it breaks", async () => {
  const one = connect();
  await soon(() => expect(one.connection()).toBe("connected"));
  asked.length = 0;
  expect(await api("GET /me")).toMatchObject({ id: visitor.id });
  expect(serverClock.local(new Date().toISOString())).toBeCloseTo(Date.now(), -3);
  await expect(api("GET /users/{user_id}", { user_id: 2_000_000_000 })).rejects.toMatchObject({
    code: "not_found",
    message: arabic.not_found,
  });
  expect(asked).toEqual([]);
  // The connection breaks while the answer is being looked for.
  const provided = resources();
  const { hot } = provided.database;
  let reached: () => void = () => {};
  const looking = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const all: Sql["all"] = async (statement, ...values) => {
    if (!statement.text.includes("calls_seen_at")) return hot.read.all(statement, ...values);
    reached();
    return new Promise(() => {});
  };
  provide({ ...provided, database: { ...provided.database, hot: { ...hot, read: { all } } } });
  answers = [async () => Response.json({ status: true, data: { count: 3 } })];
  const missed = api("GET /calls/missed");
  await looking;
  house.recall();
  expect(await missed).toEqual({ count: 3 });
  expect(asked[0]).toBe("/api/calls/missed");
  provide(provided);
  await soon(() => expect(one.connection()).toBe("connected"));
  vi.stubGlobal("document", { documentElement: { lang: "en" } });
  house.recall();
  await soon(() => expect(one.connection()).toBe("offline"));
  await soon(() => expect(one.connection()).toBe("connected"));
  await expect(api("GET /users/{user_id}", { user_id: 2_000_000_000 })).rejects.toMatchObject({
    message: english.not_found,
  });
});

it("leaves when its session is over", async () => {
  answers = [async () => Response.json({ status: false, code: "unauthenticated", message: "" }, { status: 401 })];
  const refused = vi.fn();
  const one = connect(refused);
  await soon(() => expect(refused).toHaveBeenCalledOnce());
  expect(one.connection()).not.toBe("connected");
});

it("lets a storm in a few at a time: who is too many comes again, and nobody is lost", async () => {
  const clients = 200;
  const provided = resources();
  const { hot } = provided.database;
  let inside = 0;
  let most = 0;
  const all: Sql["all"] = async (statement, ...values) => {
    inside += 1;
    most = Math.max(most, inside);
    // Until somebody has been told to come again, and has.
    while (asked.length <= clients) await wait(5);
    try {
      return await hot.read.all(statement, ...values);
    } finally {
      inside -= 1;
    }
  };
  provide({ ...provided, database: { ...provided.database, hot: { ...hot, read: { all } } } });
  try {
    const tabs = Array.from({ length: clients }, () => connect());
    const connected = () => tabs.filter((one) => one.connection() === "connected");
    // However slow the machine: what counts is that all of them come in the end.
    await soon(() => expect(connected()).toHaveLength(clients), 60_000);
    expect(most).toBe(AT_ONCE);
  } finally {
    provide(provided);
  }
}, 70_000);
