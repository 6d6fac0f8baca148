import { randomInt } from "node:crypto";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { Bucket } from "./bucket";
import { frames } from "./frames";

/** A client that lets more than this wait, in bytes, reads too slowly: it is dropped, and catches up when it is back. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** How long a closing connection may take, in milliseconds. */
const CLOSE_TIMEOUT_MS = 2000;
/** All channels of a client, subscribed to at once, are no flood. */
const FRAMES = { burst: 2000, perSecond: 60 };
const CLIENT_EVENTS = { burst: 10, perSecond: 10 };

const part = () => randomInt(1, 2 ** 31);

/** One client: what it may hear, who stands behind it, when it was last heard. */
export class Connection {
  readonly id = `${part()}.${part()}`;
  /** names of channels; false while the subscription is being looked at */
  readonly channels = new Map<string, boolean>();
  /** the sessions that authorised it, and whose they are */
  readonly sessions = new Map<string, number>();
  /** the devices it speaks for, by `user:device` */
  readonly devices = new Map<string, { userId: number; deviceId: string }>();
  /** as `pusher:signin` proved */
  userId: string | null = null;
  heardAt = Date.now();
  pingedAt: number | null = null;
  readonly frames = new Bucket(FRAMES);
  readonly clientEvents = new Bucket(CLIENT_EVENTS);

  constructor(
    private readonly socket: WebSocket,
    /** the same connection below WebSocket */
    private readonly line: Duplex,
  ) {}

  /** settles once it is closed */
  get gone(): Promise<void> {
    if (this.socket.readyState === this.socket.CLOSED) return Promise.resolve();
    return new Promise((resolve) => this.socket.once("close", () => resolve()));
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  send(frame: string): void {
    if (this.isReady()) this.socket.send(frame);
  }

  /** The same frame for many. Written whole, as `ws` writes its own, so that the two never mix within a frame. */
  sendFramed(frame: Buffer): void {
    if (this.isReady()) this.line.write(frame);
  }

  private isReady(): boolean {
    if (this.isOpen && this.socket.bufferedAmount > MAX_WAITING_BYTES) this.socket.terminate();
    return this.isOpen;
  }

  heard(): void {
    this.heardAt = Date.now();
    this.pingedAt = null;
  }

  ping(): void {
    this.pingedAt ??= Date.now();
    this.send(frames.ping());
  }

  /** Says why, and closes: 4000–4099 do not come back, 4100–4199 later, 4200–4299 at once. */
  end(code: number, reason: string): void {
    this.send(frames.error(reason, code));
    this.socket.close(code, reason);
    setTimeout(() => this.socket.terminate(), CLOSE_TIMEOUT_MS).unref();
  }
}
