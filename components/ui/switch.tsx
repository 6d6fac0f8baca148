"use client";

import * as Radix from "@radix-ui/react-switch";
import { type ReactNode, useId } from "react";

export type SwitchProps = {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
};

/** A whole row to press: the words at the start, the switch at the end. */
export function Switch({ label, hint, checked, onCheckedChange, disabled }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex min-h-13 items-center gap-4">
      <div className="grid flex-1">
        <label htmlFor={id} className="py-1 font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-sm text-soft">
            {hint}
          </p>
        )}
      </div>
      <Radix.Root
        id={id}
        checked={checked}
        onCheckedChange={onCheckedChange}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="group grid h-11 w-13 shrink-0 place-items-center rounded-surface disabled:opacity-55"
      >
        <span className="flex h-7 w-12 items-center rounded-full border-2 border-edge bg-sunk px-0.5 transition-colors group-data-[state=checked]:border-brand group-data-[state=checked]:bg-brand">
          <Radix.Thumb className="size-5 rounded-full bg-edge transition-[translate,background-color] data-[state=checked]:translate-x-5 data-[state=checked]:bg-on-brand rtl:data-[state=checked]:-translate-x-5" />
        </span>
      </Radix.Root>
    </div>
  );
}
