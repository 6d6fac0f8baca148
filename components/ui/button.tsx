import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Dots } from "./dots";

export type ButtonVariant = "primary" | "soft" | "quiet" | "answer" | "danger";
export type ButtonSize = "medium" | "large";

const looks: Record<ButtonVariant, string> = {
  primary: "bg-brand text-on-brand hover:brightness-105",
  soft: "bg-brand-wash text-brand-ink hover:bg-mine",
  quiet: "text-soft hover:bg-sunk hover:text-ink",
  answer: "bg-yes text-on-fill hover:brightness-105",
  danger: "bg-no text-on-fill hover:brightness-105",
};

const sizes: Record<ButtonSize, string> = {
  medium: "min-h-11 rounded-surface px-4 text-[0.9375rem] font-medium",
  large: "min-h-[50px] rounded-field px-5 text-base font-semibold",
};

/** The look of a button, for a link that leads where a button would act. */
export function buttonClass(
  variant: ButtonVariant = "primary",
  size: ButtonSize = "medium",
  className?: string,
): string {
  return clsx(
    "inline-flex select-none items-center justify-center gap-2 text-center leading-tight no-underline",
    "transition-[background-color,color,filter,scale] active:scale-[0.98]",
    "aria-disabled:cursor-default aria-disabled:opacity-55 disabled:cursor-default disabled:opacity-55",
    sizes[size],
    looks[variant],
    className,
  );
}

export type ButtonProps = ComponentProps<"button"> & {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** At work: keeps its name, width and focus, and ignores further presses. */
  pending?: boolean;
};

export function Button({
  variant,
  size,
  icon,
  pending = false,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={pending || rest["aria-disabled"]}
      aria-busy={pending || undefined}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
      className={buttonClass(variant, size, clsx("relative", pending && "aria-disabled:opacity-100", className))}
    >
      {pending && (
        <span className="absolute inset-0 grid place-items-center">
          <Dots />
        </span>
      )}
      <span className={clsx("inline-flex items-center gap-2", pending && "opacity-0")}>
        {icon}
        {children}
      </span>
    </button>
  );
}
