import clsx from "clsx";

/** A quiet shape in the place of what is coming. Hidden from screen readers; mark the container `aria-busy`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={clsx("block animate-breathe rounded-corner bg-line", className)} />;
}

/** A person or conversation in a list. */
export function SkeletonRow() {
  return (
    <div aria-hidden="true" className="flex items-center gap-3 px-3 py-2.5">
      <Skeleton className="size-12 shrink-0 rounded-full" />
      <span className="grid flex-1 gap-2.5">
        <Skeleton className="h-3.5 w-2/5" />
        <Skeleton className="h-3 w-3/5" />
      </span>
    </div>
  );
}

/** A message of the other person, or one's own. */
export function SkeletonBubble({ mine = false, lines = 1 }: { mine?: boolean; lines?: 1 | 2 | 3 }) {
  const heights = { 1: "h-11", 2: "h-17", 3: "h-23" };
  return <Skeleton className={clsx("rounded-bubble!", heights[lines], mine ? "w-2/5 self-end" : "w-1/2 self-start")} />;
}
