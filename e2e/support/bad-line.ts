import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/** How a line treats its packets, each way. */
export interface Weather {
  /** share of the packets that are lost, 0 to 1 */
  loss: number;
  delayMs: number;
}

/** A line to a UDP port of this machine, on which packets may be lost and late. */
export interface BadLine {
  port: number;
  become(weather: Weather): void;
  dispose(): void;
}

type Place = Pick<RemoteInfo, "address" | "port">;

const here = "127.0.0.1";

async function bound(): Promise<Socket> {
  const socket = createSocket("udp4").bind(0, here);
  await once(socket, "listening");
  return socket;
}

const portOf = (socket: Socket) => (socket.address() as AddressInfo).port;

/**
 * Lays the line to a port of this machine; good until it becomes otherwise. Losses are spread evenly, so that every run
 * is alike.
 */
export async function layLine(to: number, at = here): Promise<BadLine> {
  let weather: Weather = { loss: 0, delayMs: 0 };
  let due = 0;
  let closed = false;
  const front = await bound();
  /** for each one who speaks, the socket that speaks for them; browsers do so from every address of the machine */
  const behind = new Map<string, Promise<Socket>>();

  const pass = (packet: Buffer, by: Socket, place: Place) => {
    due += weather.loss;
    if (due >= 1) {
      due -= 1;
      return;
    }
    const send = () => closed || by.send(packet, place.port, place.address);
    if (weather.delayMs > 0) setTimeout(send, weather.delayMs);
    else send();
  };
  const speakFor = async (speaker: Place) => {
    const socket = await bound();
    socket.on("message", (packet) => pass(packet, front, speaker));
    return socket;
  };
  front.on("message", async (packet, { address, port }) => {
    const name = `${address}:${port}`;
    const socket = behind.get(name) ?? speakFor({ address, port });
    behind.set(name, socket);
    pass(packet, await socket, { address: at, port: to });
  });

  return {
    port: portOf(front),
    become(next) {
      weather = next;
    },
    dispose() {
      closed = true;
      front.close();
      for (const socket of behind.values()) void socket.then((one) => one.close());
    },
  };
}
