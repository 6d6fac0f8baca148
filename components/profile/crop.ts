/** A picture under a square window: both in pixels, `x` and `y` how far its middle is from the window's. */
export interface Placement {
  width: number;
  height: number;
  /** side of the window on the screen */
  window: number;
  /** 1 just covers the window */
  zoom: number;
  x: number;
  y: number;
}

export const maxZoom = 4;

/** Screen pixels for each pixel of the picture. */
export function scaleOf({ width, height, window, zoom }: Placement): number {
  return (window / Math.min(width, height)) * zoom;
}

const within = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value));

/** The nearest placement in which the picture still covers the whole window. */
export function settle(wish: Placement): Placement {
  const placed = { ...wish, zoom: Math.min(maxZoom, Math.max(1, wish.zoom)) };
  const scale = scaleOf(placed);
  return {
    ...placed,
    x: within(placed.x, Math.max(0, (placed.width * scale - placed.window) / 2)),
    y: within(placed.y, Math.max(0, (placed.height * scale - placed.window) / 2)),
  };
}

/** Zooms about the middle of the window: what stands there stays there. */
export function zoomTo(from: Placement, zoom: number): Placement {
  const bounded = Math.min(maxZoom, Math.max(1, zoom));
  const growth = bounded / from.zoom;
  return settle({ ...from, zoom: bounded, x: from.x * growth, y: from.y * growth });
}

/** The square of the picture that the window shows, in the picture's own pixels. */
export function squareOf(placement: Placement): { left: number; top: number; side: number } {
  const scale = scaleOf(placement);
  const side = placement.window / scale;
  return {
    left: placement.width / 2 - placement.x / scale - side / 2,
    top: placement.height / 2 - placement.y / scale - side / 2,
    side,
  };
}
