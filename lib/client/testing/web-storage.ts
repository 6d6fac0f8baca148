/** What of Web Storage (HTML Standard, 12) is used here: own keys, and three methods that are not keys. */
export function fakeStorage(kept: Record<string, string> = {}) {
  const method = (value: unknown) => ({ value, enumerable: false });
  return Object.create(
    Object.create(null, {
      getItem: method(function (this: Record<string, string>, key: string) {
        return this[key] ?? null;
      }),
      setItem: method(function (this: Record<string, string>, key: string, text: string) {
        this[key] = text;
      }),
      removeItem: method(function (this: Record<string, string>, key: string) {
        delete this[key];
      }),
    }),
    Object.getOwnPropertyDescriptors(kept),
  );
}
