// The first that fits wins: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
const browsers: [RegExp, string][] = [
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/\bAndroid\b/, "Android"],
  [/\b(iPhone|iPad)\b/, "iOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

function firstFit(names: [RegExp, string][], text: string): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}

/** What a session is called in the list of sessions: as its client wished, else "Firefox · Linux", else its program. */
export function deviceName(wished: string | undefined, userAgent: string): string {
  if (wished) return wished;
  const known = [firstFit(browsers, userAgent), firstFit(systems, userAgent)].filter((part) => part !== undefined);
  return known.length > 0 ? known.join(" · ") : userAgent.slice(0, 80);
}
