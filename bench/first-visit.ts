import type { Browser } from "@playwright/test";
import { subject } from "./people";

/** JavaScript that a first visit to /chat transfers, in bytes of the bodies as they are on the wire (gzip). */
export async function measureFirstVisit(browser: Browser, url: string): Promise<{ bytes: number; files: number }> {
  const { page } = await subject(browser, url, "visitor");
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  session.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto("/chat", { waitUntil: "networkidle" });
  await page.context().close();
  return { bytes, files: scripts.size };
}
