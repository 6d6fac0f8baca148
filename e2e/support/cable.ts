import type { BrowserContext, Page } from "@playwright/test";
import { closePeers } from "./audio";

interface Cable {
  cut(): void;
  mend(): void;
}

/** Lets a test pull the cable of a page's sockets: open ones close, new ones fail as in a browser without a network. */
export const layCable = () => {
  const open = new Set<WebSocket>();
  let whole = true;
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(whole ? url : new URL("/nowhere", location.href.replace(/^http/, "ws")), protocols);
      open.add(this);
    }
  };
  const cable: Cable = {
    cut() {
      whole = false;
      for (const socket of open) socket.close();
    },
    mend() {
      whole = true;
    },
  };
  Object.assign(window, { testCable: cable });
};

const pullCable = (page: Page): Promise<void> =>
  page.evaluate(() => (window as unknown as { testCable: Cable }).testCable.cut());

const plugCable = (page: Page): Promise<void> =>
  page.evaluate(() => (window as unknown as { testCable: Cable }).testCable.mend());

interface Person {
  page: Page;
  context: BrowserContext;
}

/** Cable out: no server, no path to the other. */
export async function goOffline({ page, context }: Person): Promise<void> {
  await context.setOffline(true);
  await pullCable(page);
  await closePeers(page);
}

export async function comeOnline({ page, context }: Person): Promise<void> {
  await plugCable(page);
  await context.setOffline(false);
}
