import clsx from "clsx";

/** How far one's own message has got. */
export type SendState = "sending" | "sent" | "delivered" | "read" | "failed";

const marks: Record<SendState, string> = {
  sending: "M11 2.500a4.700 4.700 0 1 0 0 9.400 4.700 4.700 0 0 0 0-9.400zM11 4.800v2.600l1.700 1",
  sent: "m5 7.500 4 4 8-9.500",
  delivered: "m1.500 7.500 4 4 8-9.500M9.700 10.700l.8.8 8-9.500",
  read: "m1.500 7.500 4 4 8-9.500M9.700 10.700l.8.8 8-9.500",
  failed: "M11 2.500a4.700 4.700 0 1 0 0 9.400 4.700 4.700 0 0 0 0-9.400zM11 4.800v2.600M11 9.600v.01",
};

const colours: Record<SendState, string> = {
  sending: "text-soft",
  sent: "text-soft",
  delivered: "text-soft",
  read: "text-brand",
  failed: "text-no-ink",
};

/** Clock, ✓, ✓✓, coloured ✓✓: signs with a meaning, so they do not turn with the writing. Its words stand beside it. */
export function Ticks({ state, className }: { state: SendState; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 20 14"
      width={18}
      height={13}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={clsx("shrink-0 transition-colors", colours[state], className)}
    >
      <path d={marks[state]} />
    </svg>
  );
}
