"use client";

import clsx from "clsx";
import { type ReactNode, useId } from "react";

export type SegmentedOption<T extends string> = { value: T; label: string; icon?: ReactNode; lang?: string };

export type SegmentedProps<T extends string> = {
  label: string;
  value: T;
  options: readonly SegmentedOption<T>[];
  onValue: (value: T) => void;
  className?: string;
};

/** One choice of a few, all in sight: native radio buttons, so arrow keys and screen readers know them. */
export function Segmented<T extends string>({ label, value, options, onValue, className }: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className={clsx("grid min-w-0 gap-1.5", className)}>
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      <div className="grid auto-cols-fr grid-flow-col gap-1 rounded-field bg-sunk p-1">
        {options.map((option) => (
          <label
            key={option.value}
            lang={option.lang}
            className={clsx(
              "relative flex min-h-11 items-center justify-center gap-2 rounded-[12px] px-3 text-center font-medium text-[0.9375rem] text-soft transition-[background-color,color]",
              "hover:text-ink has-checked:bg-surface has-checked:text-brand-ink has-checked:shadow-[0_1px_3px_var(--shade-far)]",
              "has-focus-visible:outline-2 has-focus-visible:outline-brand has-focus-visible:outline-offset-2",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onValue(option.value)}
              className="absolute inset-0 cursor-pointer appearance-none rounded-[12px] outline-none"
            />
            {option.icon}
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
