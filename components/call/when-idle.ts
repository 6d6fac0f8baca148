/** How long a page that has just come is left alone, in milliseconds. */
const SETTLED_MS = 1500;

/** Runs `act` once the page has come and the browser has nothing better to do; answers how to call it off. */
export function whenIdle(act: () => void): () => void {
  let handle: number | undefined;
  const timer = setTimeout(() => {
    // Not in every browser.
    if (window.requestIdleCallback) handle = window.requestIdleCallback(act, { timeout: 2000 });
    else act();
  }, SETTLED_MS);
  return () => {
    clearTimeout(timer);
    if (handle !== undefined) window.cancelIdleCallback(handle);
  };
}
