/**
 * Shows the number on the icon of an installed app (W3C Badging API); no badge at 0, and nothing where there is none to
 * show it on.
 */
export function showCountOnApp(count: number): void {
  const shown = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  // Refused where the page is not installed.
  shown?.catch(() => undefined);
}
