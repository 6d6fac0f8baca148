import { createHash, createHmac, randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";

/** Numbers of RFC 8489 and RFC 8656. */
const ALLOCATE = 0x0003;
const CREATE_PERMISSION = 0x0008;
const attribute = {
  username: 0x0006,
  integrity: 0x0008,
  errorCode: 0x0009,
  peer: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  family: 0x0017,
  transport: 0x0019,
};
const MAGIC = 0x2112a442;
const ANSWER_WITHIN_MS = 3000;

type Attributes = [type: number, value: Buffer][];

interface Reply {
  /** 0 when it was granted */
  error: number;
  attributes: Map<number, Buffer>;
}

/** The least of a TURN client: enough to ask a relay whom it would reach. */
export interface TurnClient {
  /** Asks for a relayed address of this family; answers the error code, 0 when it was granted. */
  allocate(family?: 4 | 6): Promise<number>;
  /** Asks to reach this peer; answers the error code (403: forbidden), 0 when it was granted. */
  permit(peer: string): Promise<number>;
  close(): void;
}

/** Speaks as `userId` with a password that ends at `until`, made as Nida makes them. */
export function turnClient(port: number, secret: string, until = new Date(Date.now() + 600_000)): TurnClient {
  const username = `${Math.floor(until.getTime() / 1000)}:7`;
  const password = createHmac("sha1", secret).update(username).digest("base64");
  const socket = createSocket("udp4");
  let realm: Buffer = Buffer.alloc(0);
  let nonce: Buffer = Buffer.alloc(0);

  const signed = async (method: number, attributes: Attributes, id = randomBytes(12)): Promise<Reply> => {
    const key = createHash("md5").update(`${username}:${realm}:${password}`).digest();
    const who: Attributes = [
      [attribute.username, Buffer.from(username)],
      [attribute.realm, realm],
      [attribute.nonce, nonce],
    ];
    return ask(socket, port, message(method, [...attributes, ...who], id, key));
  };

  return {
    async allocate(family = 4) {
      const wish: Attributes = [
        [attribute.transport, Buffer.from([17, 0, 0, 0])],
        [attribute.family, Buffer.from([family === 4 ? 1 : 2, 0, 0, 0])],
      ];
      const challenge = await ask(socket, port, message(ALLOCATE, wish, randomBytes(12)));
      realm = challenge.attributes.get(attribute.realm) ?? realm;
      nonce = challenge.attributes.get(attribute.nonce) ?? nonce;
      return (await signed(ALLOCATE, wish)).error;
    },
    async permit(peer) {
      const id = randomBytes(12);
      return (await signed(CREATE_PERMISSION, [[attribute.peer, xorAddress(peer, id)]], id)).error;
    },
    close: () => socket.close(),
  };
}

function message(method: number, attributes: Attributes, id: Buffer, key?: Buffer): Buffer {
  const body = Buffer.concat(attributes.map(([type, value]) => encode(type, value)));
  const head = Buffer.alloc(20);
  head.writeUInt16BE(method, 0);
  head.writeUInt32BE(MAGIC, 4);
  id.copy(head, 8);
  // The length that is signed counts the signature (RFC 8489, 14.5).
  head.writeUInt16BE(body.length + (key ? 24 : 0), 2);
  if (!key) return Buffer.concat([head, body]);
  const signature = createHmac("sha1", key).update(head).update(body).digest();
  return Buffer.concat([head, body, encode(attribute.integrity, signature)]);
}

function encode(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function ask(socket: Socket, port: number, request: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const send = () => socket.send(request, port, "127.0.0.1");
    const again = setInterval(send, 500);
    const late = setTimeout(() => {
      clearInterval(again);
      reject(new Error("the relay does not answer"));
    }, ANSWER_WITHIN_MS);
    const take = (reply: Buffer) => {
      if (!reply.subarray(8, 20).equals(request.subarray(8, 20))) return;
      clearTimeout(late);
      clearInterval(again);
      socket.off("message", take);
      resolve(read(reply));
    };
    socket.on("message", take);
    send();
  });
}

function read(reply: Buffer): Reply {
  const attributes = new Map<number, Buffer>();
  for (let at = 20; at + 4 <= reply.length; ) {
    const length = reply.readUInt16BE(at + 2);
    attributes.set(reply.readUInt16BE(at), reply.subarray(at + 4, at + 4 + length));
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  const code = attributes.get(attribute.errorCode);
  return { error: code ? (code[2] ?? 0) * 100 + (code[3] ?? 0) : 0, attributes };
}

/** XOR-PEER-ADDRESS with port 10000, masked by the magic cookie and the transaction id (RFC 8489, 14.2). */
function xorAddress(peer: string, id: Buffer): Buffer {
  const v6 = isIPv6(peer);
  const bytes = v6 ? bytesOfV6(peer) : Buffer.from(peer.split(".").map(Number));
  const head = Buffer.from([0, v6 ? 2 : 1, 0x21 ^ 0x27, 0x12 ^ 0x10]);
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(MAGIC);
  id.copy(mask, 4);
  return Buffer.concat([head, bytes.map((byte, at) => byte ^ (mask[at] ?? 0))]);
}

function bytesOfV6(text: string): Buffer {
  const [before = "", after = ""] = text.split("::");
  const words = (part: string) => (part ? part.split(":").map((word) => Number.parseInt(word, 16)) : []);
  const [start, rest] = [words(before), words(after)];
  const all = [...start, ...new Array<number>(8 - start.length - rest.length).fill(0), ...rest];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 255]));
}
