import type { Page } from "@playwright/test";

/** The notification socket of a page, on which a test may hold back what is said. */
export interface Line {
  /** From now on frames with this text wait: "up" to the server, "down" to the page. Others overtake them. */
  hold(way: "up" | "down", text: string): void;
  /** how many frames with this text wait */
  waiting(text: string): number;
  /** When a frame with this text last went to the page, milliseconds since 1970; 0 before. */
  toldAt(text: string): number;
  /** Lets the frames with this text go, and those to come. */
  release(text: string): void;
}

/** Before the page is opened. */
export async function lineOf(page: Page): Promise<Line> {
  const held = new Map<string, { way: "up" | "down"; go: (() => void)[] }>();
  const told: { frame: string | Buffer; at: number }[] = [];
  const pass = (way: "up" | "down", frame: string | Buffer, go: () => void) => {
    for (const [text, gate] of held) if (gate.way === way && frame.includes(text)) return void gate.go.push(go);
    go();
  };
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((frame) => pass("up", frame, () => server.send(frame)));
    server.onMessage((frame) =>
      pass("down", frame, () => {
        told.push({ frame, at: Date.now() });
        socket.send(frame);
      }),
    );
  });
  return {
    hold: (way, text) => void held.set(text, { way, go: [] }),
    toldAt: (text) => told.findLast(({ frame }) => frame.includes(text))?.at ?? 0,
    waiting: (text) => held.get(text)?.go.length ?? 0,
    release(text) {
      const go = held.get(text)?.go ?? [];
      held.delete(text);
      for (const one of go) one();
    },
  };
}
