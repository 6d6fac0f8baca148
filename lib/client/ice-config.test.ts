import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "./api";
import { createIceConfig } from "./ice-config";

type Fetch = NonNullable<Parameters<typeof createIceConfig>[0]>;
const server = { urls: ["turn:t"], username: "u", credential: "c" };
const answer = (policy: "all" | "relay", ttl_s = 600) => ({
  ice_servers: [server],
  ttl_s,
  ice_transport_policy: policy,
});
const lost = new ApiError("network", "");

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("asks once for many peers, and again after half the credentials' life", async () => {
  const fetch = vi.fn<Fetch>(async () => answer("relay", 20));
  const ice = createIceConfig(fetch);
  const config = { iceServers: [server], iceTransportPolicy: "relay" };
  expect(await Promise.all([ice.get(), ice.get()])).toEqual([config, config]);
  vi.advanceTimersByTime(9_999);
  await ice.get();
  expect(fetch).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  await ice.get();
  expect(fetch).toHaveBeenCalledTimes(2);
});

it("goes without servers when they cannot be asked for, if it knows that the address may be shown", async () => {
  const fetch = vi.fn<Fetch>(async () => answer("all", 20));
  const ice = createIceConfig(fetch);
  await ice.get();
  vi.advanceTimersByTime(20_000);
  fetch.mockRejectedValueOnce(lost);
  expect(await ice.get()).toEqual({ iceServers: [], iceTransportPolicy: "all" });
  expect((await ice.get()).iceServers).toEqual([server]);
});

it("makes no peer while it is unknown whether the address may be shown, and asks again", async () => {
  const fetch = vi.fn<Fetch>(async () => answer("relay", 20));
  fetch.mockRejectedValueOnce(lost);
  const ice = createIceConfig(fetch);
  await expect(ice.get()).rejects.toBe(lost);
  await ice.get();
  vi.advanceTimersByTime(20_000);
  fetch.mockRejectedValueOnce(lost);
  await expect(ice.get()).rejects.toBe(lost);
});

it("follows a change of the setting at once, also while the server cannot be asked", async () => {
  const fetch = vi.fn<Fetch>(async () => answer("all"));
  const ice = createIceConfig(fetch);
  await ice.get();
  ice.forget(true);
  fetch.mockRejectedValueOnce(lost);
  await expect(ice.get()).rejects.toBe(lost);
  fetch.mockResolvedValueOnce(answer("relay"));
  expect(await ice.get()).toMatchObject({ iceTransportPolicy: "relay" });
  expect(fetch).toHaveBeenCalledTimes(3);
});
