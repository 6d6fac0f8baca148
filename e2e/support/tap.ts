import type { BrowserContext, WebSocketRoute } from "@playwright/test";

type Way = "up" | "down";

/** Sits on the line between a browser's sockets and the server. */
export interface Tap {
  /** From now on nothing gets through: from the browser ("up"), or to it ("down"). The sockets stay open. */
  close(way: Way): void;
  /** Everything gets through again; connections that have lost something end. */
  open(): Promise<void>;
}

/** For pages that are opened from now on. */
export async function tapSockets(context: BrowserContext): Promise<Tap> {
  const deaf = new Map<WebSocketRoute, Way>();
  let closed: Way | null = null;
  await context.routeWebSocket(/\/socket\.io\//, (socket) => {
    const server = socket.connectToServer();
    const passes = (way: Way) => {
      if (closed && !deaf.has(socket)) deaf.set(socket, closed);
      return deaf.get(socket) !== way;
    };
    socket.onMessage((message) => passes("up") && server.send(message));
    server.onMessage((message) => passes("down") && socket.send(message));
  });
  return {
    close(way) {
      closed = way;
    },
    async open() {
      closed = null;
      const ended = [...deaf.keys()];
      // A page that is gone has taken its sockets along.
      await Promise.allSettled(ended.map((socket) => socket.close({ code: 4000, reason: "the line was cut" })));
    },
  };
}
