import type { Actor } from "@/lib/domain/context";
import type { TestContext } from "./context";

/**
 * A context for one whose rival acts in the narrowest moment: after this one has read and before it writes.
 * Deterministic, unlike a race.
 */
export function overtaken<A extends Actor | null>(ctx: TestContext<A>, rival: () => Promise<unknown>): TestContext<A> {
  let isFirst = true;
  return {
    ...ctx,
    async transaction(work) {
      if (isFirst) {
        isFirst = false;
        await rival();
      }
      return ctx.transaction(work);
    },
  };
}
