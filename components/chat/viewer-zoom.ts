/** How a picture stands in the viewer: `scale` times its fitted size, moved by pixels from the middle. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export const whole: View = { scale: 1, x: 0, y: 0 };
export const MAX_SCALE = 8;

const clamp = (value: number, most: number) => Math.min(most, Math.max(-most, value));

/** No further out than the whole picture, and no edge of it inside the frame. `fitted` is its size at scale 1. */
export function settled({ scale, x, y }: View, fitted: Size, frame: Size): View {
  const size = Math.min(MAX_SCALE, Math.max(1, scale));
  return {
    scale: size,
    x: clamp(x, Math.max(0, (fitted.width * size - frame.width) / 2)),
    y: clamp(y, Math.max(0, (fitted.height * size - frame.height) / 2)),
  };
}

/** Larger by `factor` around a point, given from the middle of the frame: what is under it stays under it. */
export function zoomedAt(view: View, factor: number, point: { x: number; y: number }): View {
  const scale = Math.min(MAX_SCALE, Math.max(1, view.scale * factor));
  const by = scale / view.scale;
  return { scale, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by };
}
