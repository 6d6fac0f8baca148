const KEY = "nida-device";

/**
 * This tab's id: kept through reloads (sessionStorage), different in every tab and browser.
 */
export function deviceId(): string {
  const kept = sessionStorage.getItem(KEY);
  if (kept) return kept;
  const made = crypto.randomUUID?.() ?? randomId();
  sessionStorage.setItem(KEY, made);
  return made;
}

/** `randomUUID` is missing on plain http outside localhost. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
