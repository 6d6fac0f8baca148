import type { IceSettings } from "@/lib/domain/context";

/** Whether the server names a TURN relay (RFC 8656); without a secret nobody could use one. */
export function hasRelay(ice: IceSettings): boolean {
  return ice.turnUrls.length > 0 && ice.turnSecret !== null && ice.turnSecret !== "";
}
