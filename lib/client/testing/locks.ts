interface Waiting {
  begin(): void;
  stolen(): void;
}

/** What of Web Locks is used here (one process, exclusive locks): waiting in a row, giving up, stealing, dying. */
export function fakeLocks() {
  const rows = new Map<string, Waiting[]>();
  const next = (name: string, gone: Waiting) => {
    const row = rows.get(name) ?? [];
    const held = row[0] === gone;
    rows.set(
      name,
      row.filter((one) => one !== gone),
    );
    if (held) rows.get(name)?.[0]?.begin();
  };
  function request<T>(name: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(new DOMException("given up", "AbortError"));
      let begun = false;
      const mine: Waiting = {
        begin() {
          begun = true;
          work()
            .then(resolve, reject)
            .finally(() => next(name, mine));
        },
        stolen: abort,
      };
      options.signal?.addEventListener("abort", () => {
        if (begun) return;
        next(name, mine);
        abort();
      });
      const row = rows.get(name) ?? [];
      if (options.steal) row.shift()?.stolen();
      rows.set(name, options.steal ? [mine, ...row] : [...row, mine]);
      if (rows.get(name)?.[0] === mine) mine.begin();
    });
  }
  return {
    locks: { request },
    /** The tab that has the lock is gone. */
    die(name: string) {
      const holder = rows.get(name)?.[0];
      if (holder) next(name, holder);
    },
    names: () => [...rows].filter(([, row]) => row.length > 0).map(([name]) => name),
  };
}
