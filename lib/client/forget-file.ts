import type { Message } from "@/lib/contracts/chat";

/**
 * Takes the file of a deleted message out of the browser's cache, where it may be kept for an hour: asked for anew, its
 * addresses answer that there is nothing, and that takes the place of what was kept (Fetch, cache mode "reload").
 */
export function forgetFile(message: Message | undefined): void {
  const { url, thumb_url } = message?.attachment ?? { url: null, thumb_url: null };
  for (const address of [url, thumb_url]) {
    // Offline it stays for that hour.
    if (address) fetch(address, { cache: "reload" }).catch(() => undefined);
  }
}
