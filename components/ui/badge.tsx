import clsx from "clsx";

export type BadgeProps = {
  /** Nothing is drawn at 0; past 99 it reads 99+. */
  count: number;
  tone?: "brand" | "amber";
  /** The whole meaning in words; without it the badge is decoration and its meaning must stand elsewhere. */
  label?: string;
  className?: string;
};

const tones = { brand: "bg-brand text-on-brand", amber: "bg-amber text-paper" };

export function Badge({ count, tone = "brand", label, className }: BadgeProps) {
  if (count <= 0) return null;
  return (
    <span
      className={clsx(
        "inline-grid h-5 min-w-5 animate-pop place-items-center rounded-full px-1.5 font-semibold text-xs tabular-nums leading-none",
        tones[tone],
        className,
      )}
    >
      <span aria-hidden="true" dir="ltr">
        {count > 99 ? "99+" : count}
      </span>
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
}
