import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import type { IceSettings } from "@/lib/domain/context";
import { newAccount } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { refused } from "@/lib/domain/testing/refused";
import { getMe, updateMe } from "@/lib/domain/users";
import { iceServers, iceServersFor } from "./ice-servers";

const now = new Date("2026-01-25T10:00:00.000Z");
const ask = (ice: IceSettings, relayOnly = false) => iceServersFor(ice, { id: 7, relayOnly }, now);
const relay: IceSettings = { stunUrls: [], turnUrls: ["turn:nida.test"], turnSecret: "north wind" };

it("names no server unless one is set", () => {
  expect(ask({ stunUrls: [], turnUrls: [], turnSecret: null })).toEqual({
    ice_servers: [],
    ttl_s: 600,
    ice_transport_policy: "all",
  });
});

it("makes TURN credentials for this person and ten minutes, signed as coturn checks them", () => {
  const answer = ask({
    stunUrls: ["stun:nida.test:3478"],
    turnUrls: ["turn:nida.test:3478?transport=udp", "turns:nida.test:5349"],
    turnSecret: "north wind",
  });
  const username = `${Date.parse("2026-01-25T10:10:00Z") / 1000}:7`;
  const credential = createHmac("sha1", "north wind").update(username).digest("base64");
  expect(answer.ice_servers).toEqual([
    { urls: ["stun:nida.test:3478"] },
    { urls: ["turn:nida.test:3478?transport=udp", "turns:nida.test:5349"], username, credential },
  ]);
});

it("names no relay without a secret: nobody could use it", () => {
  const answer = ask({ stunUrls: [], turnUrls: ["turn:nida.test"], turnSecret: null });
  expect(answer.ice_servers).toEqual([]);
});

it("keeps one who hides their address on the relay, also when the relay is gone", () => {
  expect(ask(relay, true).ice_transport_policy).toBe("relay");
  expect(ask({ stunUrls: ["stun:s"], turnUrls: [], turnSecret: null }, true).ice_transport_policy).toBe("relay");
  expect(ask(relay).ice_transport_policy).toBe("all");
});

onEachDatabase("always relay my calls", (database) => {
  it("is a choice of one's own, told with the servers", async () => {
    const [sara, ahmed] = [await newAccount(database()), await newAccount(database())];
    const ctx = testContext(database(), { actor: sara, ice: relay });
    expect(await getMe.execute(ctx, {})).toMatchObject({ relay_only: false });
    expect(await iceServers.execute(ctx, {})).toMatchObject({ ice_transport_policy: "all" });
    expect(await updateMe.execute(ctx, { relay_only: true })).toMatchObject({ relay_only: true });
    expect(await iceServers.execute(ctx, {})).toMatchObject({ ice_transport_policy: "relay" });
    expect(await iceServers.execute(ctx.as(ahmed), {})).toMatchObject({ ice_transport_policy: "all" });
    expect(await updateMe.execute(ctx, { about: "x" })).toMatchObject({ relay_only: true });
  });

  it("cannot be made where there is no relay, with a reason, and can always be taken back", async () => {
    const sara = await newAccount(database());
    const withRelay = testContext(database(), { actor: sara, ice: relay });
    const without = testContext(database(), { actor: sara });
    expect(await refused(updateMe.execute(without, { relay_only: true, about: "x" }))).toBe(
      "validation_failed relay_only:relay_unavailable",
    );
    expect(await getMe.execute(without, {})).toMatchObject({ relay_only: false, about: "" });
    await updateMe.execute(withRelay, { relay_only: true });
    expect(await iceServers.execute(without, {})).toMatchObject({ ice_servers: [], ice_transport_policy: "relay" });
    expect(await updateMe.execute(without, { relay_only: false })).toMatchObject({ relay_only: false });
    expect(await iceServers.execute(without, {})).toMatchObject({ ice_transport_policy: "all" });
  });
});
