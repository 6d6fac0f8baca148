import { expect, it } from "vitest";
import { MAX_SCALE, settled, whole, zoomedAt } from "./viewer-zoom";

const frame = { width: 400, height: 800 };
const fitted = { width: 400, height: 300 };

it("keeps what is under the finger under the finger", () => {
  const point = { x: 100, y: -50 };
  const view = zoomedAt(zoomedAt(whole, 2, point), 1.5, point);
  expect(view.scale).toBe(3);
  // Before and after, the same place of the picture: (point - offset) / scale.
  expect([(point.x - view.x) / view.scale, (point.y - view.y) / view.scale]).toEqual([100, -50]);
});

it("goes neither further in nor out than there is something to see", () => {
  expect(zoomedAt(whole, 0.1, { x: 0, y: 0 }).scale).toBe(1);
  expect(zoomedAt(whole, 1000, { x: 0, y: 0 }).scale).toBe(MAX_SCALE);
  expect(settled({ scale: 0.5, x: 90, y: 90 }, fitted, frame)).toEqual(whole);
});

it("pulls no edge of the picture into the frame", () => {
  // Twice as large it is 800 × 600: it moves 200 to each side, and not up or down, where it still fits.
  expect(settled({ scale: 2, x: 500, y: 500 }, fitted, frame)).toEqual({ scale: 2, x: 200, y: 0 });
  expect(settled({ scale: 4, x: -900, y: -900 }, fitted, frame)).toEqual({ scale: 4, x: -600, y: -200 });
});
