import { uuid } from "./uuid";

const KEY = "nida-device";

/** Set by a page that is being left, for the page that follows it in the same tab. */
const LEFT = "nida-device-left";

/** How long a page without that word may wait for its id, in milliseconds: the tab before it may have crashed. */
const CRASHED_WITHIN_MS = 400;

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
  // A copy is made of a tab that lives; only what was left has this word. The page before may take long to die, and
  // its lock with it, and whoever waited for that, or gave up, would come too late to its call.
  const left = sessionStorage.getItem(LEFT) !== null;
  sessionStorage.removeItem(LEFT);
  window.addEventListener("pagehide", () => sessionStorage.setItem(LEFT, "1"));
  window.addEventListener("pageshow", () => sessionStorage.removeItem(LEFT));

  const kept = sessionStorage.getItem(KEY);
  if (kept && left) {
    void hold(kept);
    return kept;
  }
  if (kept && (await hold(kept, AbortSignal.timeout(CRASHED_WITHIN_MS)))) return kept;
  const made = uuid();
  sessionStorage.setItem(KEY, made);
  await hold(made);
  return made;
}

/** Holds the id for as long as the page lives; false when another tab still has it at the `signal`. */
async function hold(id: string, signal?: AbortSignal): Promise<boolean> {
  // Web Locks are missing on plain http outside localhost; there calls do not work either.
  if (!navigator.locks) return true;
  return new Promise((resolve) => {
    navigator.locks
      .request(`nida-device-${id}`, { signal }, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}
