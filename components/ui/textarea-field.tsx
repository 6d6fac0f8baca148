import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlClass, Field, type FieldTexts } from "./field";

export type TextareaFieldProps = Omit<ComponentProps<"textarea">, "children"> & FieldTexts;

/** Grows with its text up to a third of the screen. */
export function TextareaField({ label, hint, error, id, className, rows = 2, ...input }: TextareaFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} id={id} className={className}>
      {(control) => (
        <textarea
          dir="auto"
          placeholder=" "
          {...input}
          {...control}
          rows={rows}
          className={clsx(controlClass, "field-sizing-content max-h-[33dvh] min-h-20 resize-none py-3")}
        />
      )}
    </Field>
  );
}
