import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";

export type IconButtonVariant = "quiet" | "primary" | "soft" | "answer" | "danger";

const looks: Record<IconButtonVariant, string> = {
  quiet: "text-soft hover:bg-sunk hover:text-ink aria-pressed:bg-brand-wash aria-pressed:text-brand-ink",
  primary: "bg-brand text-on-brand hover:brightness-105",
  soft: "bg-brand-wash text-brand-ink hover:bg-mine",
  answer: "bg-yes text-on-fill hover:brightness-105",
  danger: "bg-no text-on-fill hover:brightness-105",
};

const sizes = { medium: "size-11 rounded-surface", large: "size-12 rounded-field", round: "size-[74px] rounded-full" };

/** The look of an icon button, for a link. */
export function iconButtonClass(
  variant: IconButtonVariant = "quiet",
  size: keyof typeof sizes = "medium",
  className?: string,
): string {
  return clsx(
    "relative grid shrink-0 place-items-center transition-[background-color,color,filter,scale] active:scale-95",
    "aria-disabled:cursor-default aria-disabled:opacity-55 disabled:cursor-default disabled:opacity-55",
    sizes[size],
    looks[variant],
    className,
  );
}

export type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  /** The accessible name, also shown when the pointer rests on it. */
  label: string;
  variant?: IconButtonVariant;
  size?: keyof typeof sizes;
  children: ReactNode;
};

export function IconButton({ label, variant, size, className, type = "button", ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={iconButtonClass(variant, size, className)}
    />
  );
}
