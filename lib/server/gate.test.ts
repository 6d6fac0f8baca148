import { expect, it } from "vitest";
import { createGate } from "./gate";

it("lets so many in at once, each next as one leaves, and sends away who finds the queue full", async () => {
  const gate = createGate({ atOnce: 2, waiting: 1 });
  const [first, second] = [await gate.enter(), await gate.enter()];
  let third: (() => void) | null | undefined;
  const waiting = gate.enter().then((leave) => {
    third = leave;
  });
  expect(await gate.enter(), "the queue is full").toBeNull();
  expect(third, "waits").toBeUndefined();
  first?.();
  // Leaving twice makes no room for two.
  first?.();
  await waiting;
  expect(third).toBeTypeOf("function");
  let fourth: (() => void) | null | undefined;
  const last = gate.enter().then((leave) => {
    fourth = leave;
  });
  await Promise.resolve();
  expect(fourth).toBeUndefined();
  second?.();
  third?.();
  await last;
  fourth?.();
  const again = await Promise.all([gate.enter(), gate.enter()]);
  expect(again, "all room is there again").toEqual([expect.any(Function), expect.any(Function)]);
});
