/** How long a connection may take before another is tried, in milliseconds. */
export const PATIENCE_MS = 8000;
/** How long a peer that closed by itself is left for the other side to replace, in milliseconds. */
export const SETTLE_MS = 1000;
/** How long simple-peer's code waits, so that the popup is painted first, in milliseconds. */
export const AFTER_POPUP_MS = 150;
/** How young a generation must be for the other side's wish for it to be old news, in milliseconds. */
export const FRESH_MS = 2000;
