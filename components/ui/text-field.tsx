import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlClass, Field, type FieldTexts } from "./field";

export type TextFieldProps = Omit<ComponentProps<"input">, "children"> & FieldTexts;

export function TextField({ label, hint, error, id, className, type = "text", ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} id={id} className={className}>
      {(control) => (
        // The placeholder tells styles that the field is empty.
        <input placeholder=" " {...input} {...control} type={type} className={clsx(controlClass, "h-[50px]")} />
      )}
    </Field>
  );
}
