import clsx from "clsx";
import { ArrowDownLeft, ArrowUpRight, PhoneMissed } from "lucide-react";
import type { CallStanding } from "./call-standing";

// The arrows point along the reading direction; a telephone does not.
const arrows = { incoming: ArrowDownLeft, outgoing: ArrowUpRight };

/** What became of a call, at a glance: the same wherever a call that is over stands. */
export function CallGlyph({ direction, missed }: Pick<CallStanding, "direction" | "missed">) {
  const Icon = missed ? PhoneMissed : arrows[direction];
  return <Icon aria-hidden="true" size={missed ? 15 : 18} className={clsx("shrink-0", !missed && "mirror")} />;
}
