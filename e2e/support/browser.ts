// A test asks for Chromium's page, not for its window: what the window would start for itself costs a third of a test.
const windowParts = ["SpareRendererForSitePerProcess", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];

// Chromium heeds only the last list of features, so Playwright's own (chromiumSwitches.ts) are said again.
const ofPlaywright = [
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];

/** How every Chromium of the tests is started: a made-up microphone, allowed to all, and nothing that nobody asked for. */
export const browserArgs = [
  "--no-sandbox",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  `--disable-features=${[...ofPlaywright, ...windowParts].join(",")}`,
];

/** Sounds without a touch before: all tests but those about just that. */
export const soundAtOnce = "--autoplay-policy=no-user-gesture-required";
