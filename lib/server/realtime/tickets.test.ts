import { encode } from "next-auth/jwt";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { rest } from "@/e2e/support/rest";
import { closedAfter, type Identity, refusedAt, type Wire, wire } from "@/e2e/support/socket";
import { SocketTicket } from "@/lib/contracts/channels";
import { provide, resources } from "@/lib/server/resources";
import { openSocketHouse, type SocketHouse } from "./testing/socket-house";

const pages = "https://nida.example.org";
const other = "https://also.example.org";
const open: Wire[] = [];
let house: SocketHouse;
beforeAll(async () => {
  house = await openSocketHouse({
    SOCKET_URL: "https://sockets.example.org",
    NEXTAUTH_URL: pages,
    ALLOWED_ORIGINS: other,
  });
});
afterEach(() => {
  for (const { socket } of open.splice(0)) socket.disconnect();
});
afterAll(() => house.close());

const stale = { data: { status: 403, code: "ticket_refused" } };
const stranger = { data: { status: 403, code: "unauthenticated" } };

async function enter(identity: Identity): Promise<Wire> {
  const one = await wire(house.url, identity);
  open.push(one);
  return one;
}
/** as a page of ours asks for it: by its cookie, at its own origin */
async function ticketOf(cookie: string): Promise<string> {
  const answer = await rest(house.url, "POST", "/realtime/ticket", { cookie, headers: { Origin: pages } });
  expect(answer.status).toBe(200);
  return SocketTicket.parse(answer.body?.data).ticket;
}
const forged = (sid: string, sub: number, change: { salt?: string; secret?: string; maxAge?: number } = {}) =>
  encode({ token: { sid, sub: String(sub) }, secret: house.settings.secret, maxAge: 45, salt: "socket", ...change });

describe("a ticket for the notification socket", () => {
  it("opens one connection in its person's name, and no second", async () => {
    const sara = await house.visitor();
    const ticket = await ticketOf(sara.cookie);
    const one = await enter({ ticket, user_id: sara.id, origin: pages });
    expect(await one.say("typing", {})).toMatchObject({ ok: false, code: "validation_failed" });
    expect(await refusedAt(house.url, { ticket, origin: pages }), "a replay").toMatchObject(stale);
    await enter({ ticket: await ticketOf(sara.cookie), origin: other });
  });

  it("answers with addresses of the pages, whether or not the socket host was told theirs", async () => {
    const sara = await house.visitor();
    await house.database.transaction((tx) => tx.user.update({ where: { id: sara.id }, data: { avatarKey: "a.webp" } }));
    const told = await enter({ ticket: await ticketOf(sara.cookie), origin: other });
    expect(await told.say("user:me", {})).toMatchObject({ data: { avatar: `${pages}/api/avatars/a.webp` } });
    const provided = resources();
    const ticket = await ticketOf(sara.cookie);
    provide({ ...provided, settings: { ...provided.settings, publicUrl: null } });
    try {
      const one = await enter({ ticket, origin: other });
      expect(await one.say("user:me", {})).toMatchObject({ data: { avatar: `${other}/api/avatars/a.webp` } });
    } finally {
      provide(provided);
    }
  });

  it("lets in one of all who show it at once", async () => {
    const sara = await house.visitor();
    const ticket = await ticketOf(sara.cookie);
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => enter({ ticket })));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("keeps nobody whose session ends while they come in", async () => {
    const sara = await house.visitor();
    const ticket = await ticketOf(sara.cookie);
    const { read } = house.database.hot;
    const { all } = read;
    const looked = vi.spyOn(read, "all").mockImplementation(async (...asked: Parameters<typeof all>) => {
      const found = await all.apply(read, asked);
      if (found.length > 0 && asked[1] === sara.sid) {
        looked.mockRestore();
        await house.database.transaction((tx) => tx.session.delete({ where: { id: sara.sid } }));
      }
      return found;
    });
    const one = await enter({ ticket });
    await vi.waitFor(() => expect(one.socket.connected).toBe(false));
  });

  it("is good for a minute at most, and told so", async () => {
    const sara = await house.visitor();
    const asked = { cookie: sara.cookie, headers: { Origin: pages } };
    const { body } = await rest(house.url, "POST", "/realtime/ticket", asked);
    expect(Date.parse(SocketTicket.parse(body?.data).expires_at) - Date.now()).toBeLessThanOrEqual(60_000);
    const late = await forged(sara.sid, sara.id, { maxAge: -20 });
    expect(await refusedAt(house.url, { ticket: late })).toMatchObject(stale);
  });

  it("is nothing else, and nothing else is a ticket", async () => {
    const sara = await house.visitor();
    const [, session = ""] = sara.cookie.split("=");
    expect(await refusedAt(house.url, { ticket: session }), "the cookie").toMatchObject(stale);
    for (const change of [{ salt: "" }, { salt: "upload" }, { secret: "another secret of sixteen" }]) {
      const ticket = await forged(sara.sid, sara.id, change);
      expect(await refusedAt(house.url, { ticket }), JSON.stringify(change)).toMatchObject(stale);
    }
    for (const ticket of ["", "x", "\u0000", "a.b.c.d.e"]) {
      expect(await refusedAt(house.url, { ticket })).toMatchObject(ticket === "" ? stranger : stale);
    }
    const ticket = await ticketOf(sara.cookie);
    const calls = [{ token: ticket }, { cookie: `next-auth.session-token=${ticket}` }];
    for (const call of calls) expect((await rest(house.url, "GET", "/me", call)).status).toBe(401);
    expect(await refusedAt(house.url, { token: ticket })).toMatchObject(stranger);
  });

  it("is of no use once its session is over, nor for anybody else", async () => {
    const [sara, ahmed] = [await house.visitor(), await house.visitor()];
    const ticket = await ticketOf(sara.cookie);
    expect(await refusedAt(house.url, { ticket, user_id: ahmed.id }), "another's tab").toMatchObject(stranger);
    expect(await refusedAt(house.url, { ticket: await forged(sara.sid, ahmed.id) }), "mixed").toMatchObject(stranger);
    const kept = await ticketOf(sara.cookie);
    const one = await enter({ ticket: await ticketOf(sara.cookie) });
    const left = await rest(house.url, "POST", "/logout", { cookie: sara.cookie, headers: { Origin: pages } });
    expect(left.status).toBe(200);
    expect(await closedAfter(one, 2000), "its socket is closed").toBeTypeOf("number");
    expect(await refusedAt(house.url, { ticket: kept })).toMatchObject(stranger);
    const asked = { cookie: sara.cookie, headers: { Origin: pages } };
    expect((await rest(house.url, "POST", "/realtime/ticket", asked)).status).toBe(401);
  });

  it("is given to no page of another origin, and opens nothing from one", async () => {
    const sara = await house.visitor();
    for (const origin of ["https://evil.example", "null", other]) {
      const asked = { cookie: sara.cookie, headers: { Origin: origin } };
      expect((await rest(house.url, "POST", "/realtime/ticket", asked)).status, origin).toBe(403);
    }
    const ticket = await ticketOf(sara.cookie);
    const refusal = await refusedAt(house.url, { ticket, origin: "https://evil.example" });
    expect(refusal.data, "refused before it is a socket").toBeUndefined();
    await enter({ ticket, origin: pages });
  });
});

it("a cookie opens no socket where sockets are at another origin, whoever shows it", async () => {
  const { cookie } = await house.visitor();
  for (const identity of [{ cookie }, { cookie, origin: pages }, { cookie, origin: other }]) {
    expect(await refusedAt(house.url, identity), identity.origin).toMatchObject(stranger);
  }
});

it("where sockets and pages are one, a cookie speaks from our pages, not from those that are merely listed", async () => {
  const { socketUrl } = house.settings;
  house.settings.socketUrl = null;
  try {
    const { cookie } = await house.visitor();
    await enter({ cookie, origin: pages });
    expect(await refusedAt(house.url, { cookie, origin: other })).toMatchObject(stranger);
  } finally {
    house.settings.socketUrl = socketUrl;
  }
});
