import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import { BlockList, isIP, isIPv6 } from "node:net";
import type { Duplex } from "node:stream";

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
/** A name or address, and a port (RFC 3986, 3.2.2), as they stand in requests. */
const HOST = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;
const REQUEST_ID = /^[\w-]{8,64}$/;

/** Whether an address is this machine's own. */
export const isLoopback = (address: string | undefined) => LOOPBACK.test(address ?? "");

/**
 * The network behind an address: with IPv6 a subscriber has a whole network of them, 64 bits wide at least (RFC 6177), and
 * takes another whenever they like. An IPv4 address stands for itself, in whichever form it stands.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [bare = ""] = address.toLowerCase().split("%");
  const v4 = /^::ffff:([\d.]+)$/.exec(bare)?.[1];
  if (v4) return v4;
  const [before = "", after] = bare.split("::");
  const [head, tail] = [before, after ?? ""].map((part) => part.split(":").filter(Boolean));
  const missing = after === undefined ? 0 : 8 - (head?.length ?? 0) - (tail?.length ?? 0);
  const groups = [...(head ?? []), ...Array<string>(Math.max(0, missing)).fill("0"), ...(tail ?? [])];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** The header in which the front writes at which address of this machine a connection came in, unless by a proxy. */
export const REACHED = "x-nida-reached";

/** Whether an origin names the very address at which a connection came in. */
export function isAddressed(origin: string, reached: string | undefined): boolean {
  if (!reached || !URL.canParse(origin)) return false;
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, "");
  if (isLoopback(reached)) return host === "localhost" || (isIP(host) !== 0 && isLoopback(host));
  return host === reached.replace(/^::ffff:/, "");
}

/** Whether what a peer says of others counts. */
export type Trusts = (address: string | undefined) => boolean;

/** Whom to believe: this machine, and these addresses and networks (CIDR). */
export function trusting(proxies: string[]): Trusts {
  const known = new BlockList();
  const familyOf = (address: string) => (isIPv6(address) ? "ipv6" : "ipv4");
  for (const proxy of proxies) {
    const [address = "", bits] = proxy.split("/");
    if (bits === undefined) known.addAddress(address, familyOf(address));
    else known.addSubnet(address, Number(bits), familyOf(address));
  }
  return (address) => isLoopback(address) || (address !== undefined && known.check(address, familyOf(address)));
}

/**
 * Writes down where a request really comes from, and the id by which the log knows it. What proxies say
 * (`X-Forwarded-*`, `X-Request-Id`) counts only when the connection comes from whom one trusts, at first this machine alone,
 * so nobody on the network can borrow another address or origin.
 */
export function noteOrigin(request: IncomingMessage, trusts: Trusts = isLoopback): void {
  const peer = request.socket.remoteAddress ?? "unknown";
  const { headers } = request;
  const proxied = trusts(peer);
  const forwarded = proxied ? farthest(headers["x-forwarded-for"], trusts) : undefined;
  headers["x-real-ip"] = forwarded ?? peer;
  headers["x-forwarded-for"] = forwarded ?? peer;
  headers["x-forwarded-host"] = (proxied && last(headers["x-forwarded-host"])) || headers.host;
  headers["x-forwarded-proto"] = (proxied && last(headers["x-forwarded-proto"])) || "http";
  headers[REACHED] = (forwarded === undefined && request.socket.localAddress) || "";
  const given = headers["x-request-id"];
  headers["x-request-id"] = proxied && typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}

/**
 * False for what nothing here answers, and Next or NextAuth would fail on: a path that is no percent-encoded UTF-8
 * (RFC 3986, 2.1) or none at all (`OPTIONS *`), a host that is none, a TRACE (forbidden by the Fetch Standard, 2.2.1).
 */
export function isReadable({ url, method, headers }: Pick<IncomingMessage, "url" | "method" | "headers">): boolean {
  const path = url?.split("?")[0] ?? "";
  const hosts = [headers.host, headers["x-forwarded-host"]].filter((host) => host !== undefined);
  if (!path.startsWith("/") || method === "TRACE" || !hosts.every((host) => HOST.test(String(host)))) return false;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Answers an upgrade that nobody wants, and closes the connection, whether its client does or not. */
export function refuseUpgrade(connection: Duplex): void {
  // It may be gone already; without a listener that would end the process.
  connection.on("error", () => connection.destroy());
  connection.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n", () => connection.destroy());
}

function listed(value: string | string[] | undefined): string[] {
  const text = Array.isArray(value) ? value.join(",") : (value ?? "");
  return text.split(",").flatMap((part) => part.trim() || []);
}

/** The nearest proxy's word stands last; everything before it is hearsay. */
const last = (value: string | string[] | undefined) => listed(value).at(-1);

/** Behind several proxies each names the one before it: the last whom one does not trust, or who stands first. */
function farthest(value: string | string[] | undefined, trusts: Trusts): string | undefined {
  const addresses = listed(value);
  return addresses.findLast((address) => !(isIP(address) && trusts(address))) ?? addresses[0];
}

/** Where a listening server is reached from this machine. */
export function urlOf(http: Server): string {
  const address = http.address();
  return typeof address === "object" && address ? `http://localhost:${address.port}` : String(address);
}
