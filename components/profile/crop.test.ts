import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxZoom, type Placement, settle, squareOf, zoomTo } from "./crop";

const wide: Placement = { width: 400, height: 200, window: 100, zoom: 1, x: 0, y: 0 };

describe("the square of a picture", () => {
  it("is the middle at first", () => {
    expect(squareOf(wide)).toEqual({ left: 100, top: 0, side: 200 });
  });

  it("follows the hand: dragged to the right, it shows what was on the left", () => {
    expect(squareOf(settle({ ...wide, x: 50 }))).toEqual({ left: 0, top: 0, side: 200 });
  });

  it("stops at the picture's edge", () => {
    expect(settle({ ...wide, x: 999, y: 5 })).toEqual({ ...wide, x: 50, y: 0 });
  });

  it("keeps what stands in the middle when zooming", () => {
    const near = zoomTo({ ...wide, x: 20 }, 2);
    const before = squareOf({ ...wide, x: 20 });
    const after = squareOf(near);
    expect(after.left + after.side / 2).toBeCloseTo(before.left + before.side / 2);
    expect(after.side).toBe(before.side / 2);
  });

  it("never leaves the picture, whatever is wished", () => {
    const size = fc.integer({ min: 1, max: 8000 });
    const far = fc.integer({ min: -20_000, max: 20_000 });
    const wish = fc.record({
      width: size,
      height: size,
      window: fc.integer({ min: 100, max: 400 }),
      zoom: fc.double({ min: -1, max: 20, noNaN: true }),
      x: far,
      y: far,
    });
    fc.assert(
      fc.property(wish, (placement) => {
        const placed = settle(placement);
        const { left, top, side } = squareOf(placed);
        const slack = 1e-6 * Math.max(placed.width, placed.height);
        expect(placed.zoom).toBeLessThanOrEqual(maxZoom);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(-slack);
        expect(left + side).toBeLessThanOrEqual(placed.width + slack);
        expect(top + side).toBeLessThanOrEqual(placed.height + slack);
      }),
    );
  });
});
