import { test as base, expect } from "@/e2e/fixtures";
import { type Identity, type Wire, wire } from "./socket";

export interface WithSockets {
  /** opens a notification socket that is closed with the test */
  open(identity: Identity): Promise<Wire>;
}

/** The usual fixtures, and notification sockets opened by hand. */
export const withSockets = () =>
  base.extend<WithSockets>({
    open: async ({ server }, use) => {
      const opened: Wire[] = [];
      await use(async (identity) => {
        const one = await wire(server.url, identity);
        opened.push(one);
        return one;
      });
      for (const { socket } of opened) socket.disconnect();
    },
  });

/** A command that is answered proves that the socket is open and its session good. */
export async function expectAlive(one: Wire, who: string): Promise<void> {
  expect(one.socket.connected, who).toBe(true);
  expect(await one.say("typing", {}), who).toMatchObject({ ok: false, code: "validation_failed" });
}
