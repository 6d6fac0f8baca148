/** How long to wait for somebody who gives no sign of life, in milliseconds: longer than any answer of the server takes. */
const PATIENCE_MS = 10_000;

/**
 * Does `work` while no other tab of this browser does work of that name (Web Locks). A tab that is closed or crashes
 * gives its turn away by itself; a suspended one (a phone's background tab) loses it after 10 s without a sign of life.
 * Where Web Locks are missing every tab works at once: what is done here bears being done twice.
 * @param isAlive whether whoever has the turn was heard of lately
 */
export async function takeTurn<T>(name: string, work: () => Promise<T>, isAlive: () => boolean): Promise<T> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return work();
  let running: Promise<T> | null = null;
  const begin = () => {
    running = work();
    return running;
  };
  let options: LockOptions = { signal: AbortSignal.timeout(PATIENCE_MS) };
  for (;;) {
    try {
      return await locks.request(name, options, begin);
    } catch (error) {
      // Once begun it goes on to its end, also if another tab has lost patience with this one.
      if (running) return running;
      if (!(error instanceof DOMException)) throw error;
      options = isAlive() ? { signal: AbortSignal.timeout(PATIENCE_MS) } : { steal: true };
    }
  }
}
