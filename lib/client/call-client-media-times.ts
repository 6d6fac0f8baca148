/** How long a connection may take before another is tried, in milliseconds. */
export const PATIENCE_MS = 8000;
/** How long a peer that closed by itself is left for the other side to replace, in milliseconds. */
export const SETTLE_MS = 1000;
/** How long simple-peer's code waits, so that the popup is painted first, in milliseconds. */
export const AFTER_POPUP_MS = 150;
/** A peer this young is kept, in milliseconds: it may still come up, and a wish for a new one was about the one before it. */
export const FRESH_MS = 2000;
