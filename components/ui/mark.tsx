export type MarkProps = { size?: number; className?: string };

/**
 * A speech bubble in which a voice sounds, one half of it the echo; the same drawing as app/icon.svg. It never turns
 * with the writing and is decoration: the name stands beside it, or on the link around it.
 */
export function Mark({ size = 40, className }: MarkProps) {
  return (
    <svg
      viewBox="0 0 40 40"
      width={size}
      height={size}
      aria-hidden="true"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth={3}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M20 5C11 5 4.500 11 4.500 18.600c0 4.300 2.100 8 5.400 10.500L8.600 35l6.500-3.200c1.600.4 3.200.6 4.900.6" />
      <path opacity={0.3} d="M22 32.400C30 31.700 35.500 26 35.500 18.600 35.500 11 29 5 20 5" />
      <path d="M20 12.300a6.600 6.600 0 0 1 6.600 6.600M20 18.900h.01" />
    </svg>
  );
}
