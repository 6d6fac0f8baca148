import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import type { IceSettings } from "@/lib/domain/context";
import { iceServersFor } from "./ice-servers";

const ask = (ice: IceSettings) => iceServersFor(ice, 7, new Date("2026-01-25T10:00:00.000Z"));

it("names no server unless one is set", () => {
  expect(ask({ stunUrls: [], turnUrls: [], turnSecret: null })).toEqual({ ice_servers: [], ttl_s: 600 });
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
