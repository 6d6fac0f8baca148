import { uuid } from "./uuid";

const KEY = "nida-device";

/** How long a page that is being left may still hold its id while the reloaded one asks for it, in milliseconds. */
const HANDOVER_MS = 400;

let mine: Promise<string> | undefined;

/**
 * This tab's id: kept through reloads (sessionStorage), different in every tab and browser. A duplicated tab
 * starts with a copy of the first one's storage, finds that id held (Web Locks) and takes one of its own.
 */
export function deviceId(): Promise<string> {
  mine ??= claim();
  return mine;
}

async function claim(): Promise<string> {
  const kept = sessionStorage.getItem(KEY);
  if (kept && (await hold(kept))) return kept;
  const made = uuid();
  sessionStorage.setItem(KEY, made);
  await hold(made);
  return made;
}

/** Holds the id for as long as the page lives; false when another tab has it. */
async function hold(id: string): Promise<boolean> {
  // Web Locks are missing on plain http outside localhost; there calls do not work either.
  if (!navigator.locks) return true;
  return new Promise((resolve) => {
    navigator.locks
      .request(`nida-device-${id}`, { signal: AbortSignal.timeout(HANDOVER_MS) }, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}
