const KEY = /^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9.-]*)*$/;

/** Keys are made by the server; whatever else arrives here leads to no file. */
export function checkKey(key: string): string {
  if (!KEY.test(key) || key.includes("..")) throw new Error("not a storage key");
  return key;
}
