import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasCoturn, noCoturn, startRelay } from "@/e2e/support/turn";
import { turnClient } from "@/e2e/support/turn-client";

const text = readFileSync(new URL("turnserver.conf", import.meta.url), "utf8");
const lines = text
  .split("\n")
  .map((line) => line.trim())
  .filter((line) => line && !line.startsWith("#"));

const v4 = {
  "this machine": "127.0.0.1",
  "this network": "0.0.0.1",
  "private, 10": "10.1.2.3",
  "private, 172": "172.31.255.254",
  "private, 192": "192.168.1.1",
  "carrier's NAT": "100.64.0.1",
  "link-local, a cloud's secrets": "169.254.169.254",
  "test networks": "198.18.0.1",
  multicast: "224.0.0.251",
  "reserved, broadcast": "255.255.255.255",
};
const v6 = {
  "this machine": "::1",
  "this network": "::",
  "IPv4 in disguise": "::ffff:7f00:1",
  "IPv4 behind NAT64": "64:ff9b::a00:1",
  "IPv4 behind 6to4": "2002:a00:1::1",
  "IPv4 behind Teredo": "2001::1",
  "unique local": "fd12:3456::1",
  "link-local": "fe80::1",
  multicast: "ff02::1",
};

describe("the turnserver.conf that is handed out", () => {
  it.each([
    "use-auth-secret",
    "no-cli",
    "no-multicast-peers",
    "no-tcp-relay",
    "no-tlsv1",
    "no-tlsv1_1",
    "fingerprint",
    "stale-nonce=600",
    "user-quota=24",
    "total-quota=1200",
    "denied-peer-ip=127.0.0.0-127.255.255.255",
    "denied-peer-ip=10.0.0.0-10.255.255.255",
    "denied-peer-ip=172.16.0.0-172.31.255.255",
    "denied-peer-ip=192.168.0.0-192.168.255.255",
    "denied-peer-ip=169.254.0.0-169.254.255.255",
    "denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "denied-peer-ip=::ffff:0.0.0.0-::ffff:255.255.255.255",
  ])("says %s", (line) => {
    expect(lines).toContain(line);
  });

  it("opens nothing, and allows no peer that it denies", () => {
    for (const name of ["no-auth", "allow-loopback-peers", "allowed-peer-ip", "cli-password", "lt-cred-mech"])
      expect(lines.filter((line) => line.split("=")[0] === name)).toEqual([]);
  });

  it("tells how TLS is turned on", () => {
    for (const name of ["tls-listening-port=5349", "cert=", "pkey="]) expect(text).toContain(`#${name}`);
  });
});

describe.skipIf(!hasCoturn)(hasCoturn ? "coturn with this turnserver.conf" : noCoturn, () => {
  const secret = "north wind";
  const hasIpv6 = Object.values(networkInterfaces()).some((own) => own?.some(({ address }) => address === "::1"));

  /** Only what is this machine's: addresses, ports, the secret, where it logs. */
  async function withRelay(work: (port: number) => Promise<void>) {
    const own = /^(static-auth-secret|realm|server-name|listening-port|min-port|max-port|syslog)\b/;
    const dir = await mkdtemp(join(tmpdir(), "nida-turnconf-"));
    const file = join(dir, "turnserver.conf");
    await writeFile(file, [...lines.filter((line) => !own.test(line)), "realm=nida.test"].join("\n"));
    const relay = await startRelay(secret, ["-c", file, ...(hasIpv6 ? ["--relay-ip=::1"] : [])]);
    try {
      await work(relay.port);
    } finally {
      await relay.dispose();
      await rm(dir, { recursive: true, force: true });
    }
  }

  it("relays to the internet by IPv4, and nowhere else", async () => {
    await withRelay(async (port) => {
      const client = turnClient(port, secret);
      expect(await client.allocate(4)).toBe(0);
      expect(await client.permit("1.1.1.1")).toBe(0);
      for (const [what, peer] of Object.entries(v4)) expect([what, await client.permit(peer)]).toEqual([what, 403]);
      client.close();
    });
  });

  it.skipIf(!hasIpv6)("relays to the internet by IPv6, and nowhere else", async () => {
    await withRelay(async (port) => {
      const six = turnClient(port, secret);
      expect(await six.allocate(6)).toBe(0);
      expect(await six.permit("2606:4700:4700::1111")).toBe(0);
      for (const [what, peer] of Object.entries(v6)) expect([what, await six.permit(peer)]).toEqual([what, 403]);
      six.close();
    });
  });

  it("lets nobody in with another secret, or after the ten minutes", async () => {
    await withRelay(async (port) => {
      const guesser = turnClient(port, "south wind");
      expect(await guesser.allocate()).toBe(401);
      guesser.close();
      const late = turnClient(port, secret, new Date(Date.now() - 1000));
      expect(await late.allocate()).toBe(401);
      late.close();
    });
  });
});
