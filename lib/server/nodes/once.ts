/** True for the first who asks for a name, false for all who ask within `ms` after. */
export type Once = (name: string, ms: number) => Promise<boolean>;

/**
 * @param everywhere asks the same of all nodes; where it fails, this process alone decides
 */
export function createOnce(everywhere: Once = async () => true): Once {
  const taken = new Map<string, number>();
  return async (name, ms) => {
    const now = performance.now();
    for (const [old, until] of taken) if (until < now) taken.delete(old);
    if (taken.has(name)) return false;
    taken.set(name, now + ms);
    return everywhere(name, ms).catch(() => true);
  };
}
