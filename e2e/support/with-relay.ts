import { test as base } from "@/e2e/fixtures";
import { hasCoturn, noCoturn, type Relay, startRelay } from "./turn";

export interface WithRelay {
  relay: Relay;
}

/** The usual fixtures, with a coturn and a server that is told of it; `settings` may change what it is told. */
export function withRelay(settings: (relay: Relay) => Record<string, string> = (relay) => relay.settings) {
  const test = base.extend<object, WithRelay>({
    relay: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
      async ({}, use) => {
        const relay = await startRelay();
        await use(relay);
        await relay.dispose();
      },
      { scope: "worker" },
    ],
    settings: [async ({ relay }, use) => use(settings(relay)), { scope: "worker" }],
  });
  test.skip(!hasCoturn, noCoturn);
  return test;
}
