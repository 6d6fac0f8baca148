import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { isAddressed, isReadable, networkOf, noteOrigin, refuseUpgrade, trusting } from "./front";

function noted(remoteAddress: string, headers: IncomingHttpHeaders, proxies: string[] = []): IncomingHttpHeaders {
  const request = { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
  noteOrigin(request, trusting(proxies));
  return request.headers;
}

describe("where a request comes from", () => {
  it("is the connection's address, whatever a stranger on the network claims", () => {
    const headers = noted("203.0.113.9", {
      host: "nida.example",
      "x-forwarded-for": "10.0.0.1",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      "x-real-ip": "10.0.0.2",
    });
    expect(headers["x-real-ip"]).toBe("203.0.113.9");
    expect(headers["x-forwarded-host"]).toBe("nida.example");
    expect(headers["x-forwarded-proto"]).toBe("http");
  });

  it("is what a proxy on this machine says last", () => {
    const headers = noted("127.0.0.1", {
      host: "localhost:3000",
      "x-forwarded-for": "6.6.6.6, 203.0.113.9",
      "x-forwarded-host": "nida.example",
      "x-forwarded-proto": "https",
    });
    expect(headers["x-real-ip"]).toBe("203.0.113.9");
    expect(headers["x-forwarded-host"]).toBe("nida.example");
    expect(headers["x-forwarded-proto"]).toBe("https");
  });
});

describe("an origin", () => {
  it.each([
    ["http://localhost:3000", "127.0.0.1", true],
    ["http://127.0.0.1:3000", "::ffff:127.0.0.1", true],
    ["http://[::1]:3000", "::1", true],
    ["http://192.168.1.5:3000", "192.168.1.5", true],
    ["http://192.168.1.5:3000", "::ffff:192.168.1.5", true],
    ["http://[fd00::5]", "fd00::5", true],
    ["http://evil.example", "127.0.0.1", false],
    ["http://localhost:3000", "192.168.1.5", false],
    ["http://192.168.1.6", "192.168.1.5", false],
    ["http://127.evil.example", "127.0.0.1", false],
    ["http://localhost:3000", "", false],
    ["http://localhost:3000", undefined, false],
    ["", "127.0.0.1", false],
  ])("%s at a connection that came in at %s: %s", (origin, reached, is) => {
    expect(isAddressed(origin, reached)).toBe(is);
  });

  it("is not that of a connection by a proxy, nor of who names one themselves", () => {
    const by = (headers: IncomingHttpHeaders) => {
      const socket = { remoteAddress: "127.0.0.1", localAddress: "127.0.0.1" };
      const request = { socket, headers: { host: "x", ...headers } } as unknown as IncomingMessage;
      noteOrigin(request);
      return request.headers["x-nida-reached"];
    };
    expect(by({ "x-nida-reached": "10.0.0.1" })).toBe("127.0.0.1");
    expect(by({ "x-forwarded-for": "203.0.113.9" })).toBe("");
  });
});

describe("a proxy on another machine", () => {
  const claims = (from: string, proxies: string[]) =>
    noted(from, { host: "x", "x-forwarded-for": "203.0.113.9" }, proxies)["x-real-ip"];

  it.each([
    ["10.1.2.3", ["10.0.0.0/8"]],
    ["::ffff:10.1.2.3", ["10.0.0.0/8"]],
    ["10.1.2.3", ["192.168.0.1", "10.1.2.3"]],
    ["fd00::5", ["fc00::/7"]],
    ["::1", ["10.0.0.0/8"]],
  ])("at %s is believed by who trusts %j", (from, proxies) => {
    expect(claims(from, proxies)).toBe("203.0.113.9");
  });

  it("is believed on who came to it from a further one that is trusted", () => {
    const claim = (from: string, forwarded: string, proxies: string[]) =>
      noted(from, { host: "x", "x-forwarded-for": forwarded }, proxies)["x-real-ip"];
    const proxies = ["10.0.0.0/8"];
    expect(claim("127.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", proxies)).toBe("203.0.113.9");
    expect(claim("10.0.0.1", "203.0.113.9, 127.0.0.1, 10.0.0.2", proxies)).toBe("203.0.113.9");
    expect(claim("10.0.0.1", "6.6.6.6, 203.0.113.9, 11.0.0.2", proxies)).toBe("11.0.0.2");
    expect(claim("10.0.0.1", "6.6.6.6, 127.no.address", proxies)).toBe("127.no.address");
    expect(claim("127.0.0.1", "10.0.0.7, 10.0.0.2", proxies)).toBe("10.0.0.7");
  });

  it.each([
    ["11.1.2.3", ["10.0.0.0/8"]],
    ["10.1.2.4", ["10.1.2.3"]],
    ["fe80::5", ["fc00::/7"]],
    ["10.1.2.3", []],
  ])("at %s is not by who trusts %j", (from, proxies) => {
    expect(claims(from, proxies)).toBe(from);
  });
});

describe("an address", () => {
  it.each([
    ["/chat/1", true],
    ["/profile/%D8%B3%D8%A7%D8%B1%D8%A9?next=%ff", true],
    ["/profile/%ff", false],
    ["/api/users/%E0%A4%A", false],
    ["/%", false],
    ["*", false],
    ["http://elsewhere.example/api/me", false],
  ])("%s can be read: %s", (url, readable) => {
    expect(isReadable({ url, method: "GET", headers: {} })).toBe(readable);
  });

  it.each([
    ["nida.example.org", true],
    ["192.168.1.5:3000", true],
    ["[::1]:3000", true],
    ["my_box.local", true],
    ["", false],
    ["[", false],
    ["a b", false],
    ["evil.example/x", false],
    ["x@evil.example", false],
    ["x:y", false],
  ])("at the host %j can be read: %s", (host, readable) => {
    expect(isReadable({ url: "/", method: "GET", headers: { host } })).toBe(readable);
    expect(isReadable({ url: "/", method: "GET", headers: { host: "x", "x-forwarded-host": host } })).toBe(readable);
  });

  it("cannot be traced", () => {
    expect(isReadable({ url: "/", method: "TRACE", headers: {} })).toBe(false);
  });
});

describe("the network behind an address", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::1", "2001:db8:1:2::/64"],
    ["2001:db8::2:0:0:1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["unknown", "unknown"],
  ])("%s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe("an upgrade that nobody wants", () => {
  it("is answered and closed, also for a client that holds on to it", async () => {
    const server = createServer({}).on("upgrade", (_, connection) => refuseUpgrade(connection));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const client = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    client.write("GET /none HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    const [answer] = await once(client, "data");
    expect(String(answer)).toMatch(/^HTTP\/1.1 404 /);
    // Only a server without connections closes.
    await new Promise((resolve) => server.close(resolve));
    client.destroy();
  });

  it("may be gone before it is answered", () => {
    const connection = new PassThrough();
    refuseUpgrade(connection);
    expect(() => connection.emit("error", new Error("ECONNRESET"))).not.toThrow();
  });
});
