export type MarkProps = {
  size?: number;
  /** Its name where it stands alone; without one it is decoration. */
  label?: string;
  className?: string;
};

/** A speech bubble whose tail becomes two sound arcs. The same drawing as app/icon.svg; it never turns with the writing. */
export function Mark({ size = 40, label, className }: MarkProps) {
  return (
    <svg
      viewBox="0 0 40 40"
      width={size}
      height={size}
      fill="none"
      className={className}
      aria-hidden={label ? undefined : true}
      role="img"
    >
      {label && <title>{label}</title>}
      <circle cx="23.2" cy="16.8" r="15" fill="currentColor" />
      <g stroke="currentColor" strokeWidth="3" strokeLinecap="round">
        <path d="M16.1 34.3A18.9 18.9 0 0 1 5.7 23.9" />
        <path d="M9.3 36.3A24 24 0 0 1 3.7 30.7" />
      </g>
    </svg>
  );
}
