import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A TCP line to a server that a test may hold still or cut, as a network, or the server at its end, would be. */
export interface TestLine {
  port: number;
  /** nothing passes, and nobody is told */
  hold(): void;
  letGo(): void;
  /** every connection breaks, and no new one is taken */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function layLine(host: string, target: number): Promise<TestLine> {
  const ends = new Set<Socket>();
  let held = false;
  let whole = true;
  const server = createServer((near) => {
    const far = connect(target, host);
    for (const [end, otherEnd] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on("data", (bytes) => otherEnd.write(bytes));
      end.on("error", () => end.destroy());
      end.on("close", () => {
        ends.delete(end);
        otherEnd.destroy();
      });
      if (held) end.pause();
    }
    if (!whole) near.resetAndDestroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const endAll = () => {
    for (const end of ends) end.resetAndDestroy();
  };
  return {
    port: typeof address === "object" && address ? address.port : 0,
    hold() {
      held = true;
      for (const end of ends) end.pause();
    },
    letGo() {
      held = false;
      for (const end of ends) end.resume();
    },
    cut() {
      whole = false;
      endAll();
    },
    mend() {
      whole = true;
    },
    async close() {
      server.close();
      endAll();
    },
  };
}
