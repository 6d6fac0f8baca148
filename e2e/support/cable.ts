import type { Page } from "@playwright/test";

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

export const pullCable = (page: Page): Promise<void> =>
  page.evaluate(() => (window as unknown as { testCable: Cable }).testCable.cut());

export const plugCable = (page: Page): Promise<void> =>
  page.evaluate(() => (window as unknown as { testCable: Cable }).testCable.mend());
