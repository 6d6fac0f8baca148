import { afterEach, beforeEach, vi } from "vitest";
import { openTab, type Tab } from "./tab";

/** For a file of tests: opens tabs over a stopped clock, each closed again after its test. */
export function tabsOfTest() {
  const tabs: Tab[] = [];
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    for (const tab of tabs.splice(0)) tab.stop();
    vi.useRealTimers();
  });
  const open = (...options: Parameters<typeof openTab>) => {
    const tab = openTab(...options);
    tabs.push(tab);
    return tab;
  };
  return {
    open,
    online() {
      const tab = open();
      tab.outbox.setOnline(true);
      return tab;
    },
    settle: () => vi.advanceTimersByTimeAsync(0),
  };
}
