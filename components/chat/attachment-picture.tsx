import type { ComponentProps } from "react";

/** A picture that the server has drawn anew in the sizes that are shown, or one that this page holds. */
export function Picture({ alt, ...rest }: ComponentProps<"img"> & { alt: string }) {
  // biome-ignore lint/performance/noImgElement: nothing is left to optimise; the optimiser would only add a hop
  return <img {...rest} alt={alt} />;
}
