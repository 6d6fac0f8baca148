/** Lets so many in at once; so many more may wait; who comes then is told to come again. */
export interface Gate {
  /** Settles when it is one's turn: with what to call afterwards, or null when too many wait already. */
  enter(): Promise<(() => void) | null>;
}

export function createGate({ atOnce, waiting }: { atOnce: number; waiting: number }): Gate {
  const queue: ((leave: () => void) => void)[] = [];
  let inside = 0;

  function leaver(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = queue.shift();
      // In a turn of the event loop of its own, for whoever is not in this queue has a turn between.
      if (next) setImmediate(next, leaver());
      else inside -= 1;
    };
  }

  return {
    async enter() {
      if (inside < atOnce) {
        inside += 1;
        return leaver();
      }
      return queue.length < waiting ? new Promise((resolve) => queue.push(resolve)) : null;
    },
  };
}
