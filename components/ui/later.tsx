"use client";

import type { ComponentType } from "react";
import { onDemand } from "./on-demand";

/**
 * A dialog or a menu whose code comes when it is first drawn. Until then nothing stands in its place: what `next/dynamic`
 * makes would show the skeleton of the whole page for so long, and the page's error where the server does not answer.
 */
export function later<P extends object>(fetchIt: () => Promise<ComponentType<P>>): ComponentType<P> {
  const code = onDemand(fetchIt);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each component, where its module begins
  return function Later(props: P) {
    const Component = code.useComponent(true);
    return Component && <Component {...props} />;
  };
}
