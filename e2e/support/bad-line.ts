import { createSocket, type Socket } from "node:dgram";
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

const address = "127.0.0.1";

async function bound(): Promise<Socket> {
  const socket = createSocket("udp4").bind(0, address);
  await once(socket, "listening");
  return socket;
}

const portOf = (socket: Socket) => (socket.address() as AddressInfo).port;

/** Lays the line; good until it becomes otherwise. Losses are spread evenly, so that every run is alike. */
export async function layLine(to: number): Promise<BadLine> {
  let weather: Weather = { loss: 0, delayMs: 0 };
  let due = 0;
  let closed = false;
  const front = await bound();
  /** for each port that speaks, the socket that speaks for it */
  const behind = new Map<number, Promise<Socket>>();

  const pass = (packet: Buffer, by: Socket, port: number) => {
    due += weather.loss;
    if (due >= 1) {
      due -= 1;
      return;
    }
    const send = () => closed || by.send(packet, port, address);
    if (weather.delayMs > 0) setTimeout(send, weather.delayMs);
    else send();
  };
  const speakFor = async (port: number) => {
    const socket = await bound();
    socket.on("message", (packet) => pass(packet, front, port));
    return socket;
  };
  front.on("message", async (packet, { port }) => {
    const socket = behind.get(port) ?? speakFor(port);
    behind.set(port, socket);
    pass(packet, await socket, to);
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
