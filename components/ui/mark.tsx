export type MarkProps = { size?: number; className?: string };

// The arcs are holes, so the mark stands on any ground.
const bubble =
  "M21 3a16 16 0 1 1 0 32c-2.5 0-4.8-.5-7-1.5L5.5 36.8a1.6 1.6 0 0 1-2.2-1.9l2.2-8.7A16 16 0 0 1 21 3zM13.5 19.1a1.4 1.4 0 0 0 0 2.8 5.6 5.6 0 0 1 5.6 5.6 1.4 1.4 0 0 0 2.8 0 8.4 8.4 0 0 0-8.4-8.4zM13.5 11.6a1.4 1.4 0 0 0 0 2.8 13.1 13.1 0 0 1 13.1 13.1 1.4 1.4 0 0 0 2.8 0 15.9 15.9 0 0 0-15.9-15.9z";

/**
 * A speech bubble whose tail sends out two sound arcs, the same drawing as app/icon.svg. It never turns with the
 * writing and is decoration: the name stands beside it, or on the link around it.
 */
export function Mark({ size = 40, className }: MarkProps) {
  return (
    <svg viewBox="0 0 40 40" width={size} height={size} aria-hidden="true" className={className}>
      <path d={bubble} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
