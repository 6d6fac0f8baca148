import clsx from "clsx";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";

export type FieldTexts = {
  label: string;
  /** What helps before typing; stays while there is an error. */
  hint?: ReactNode;
  /** What is wrong and what to do; ties itself to the control. */
  error?: string | null;
};

/** What a control inside a `Field` spreads on itself. */
export type FieldControl = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };

export const controlClass = clsx(
  "w-full min-w-0 rounded-field border border-edge bg-surface px-4 text-ink transition-[border-color,box-shadow]",
  "hover:border-soft focus:border-brand focus:outline-none focus:ring-3 focus:ring-brand/30",
  "aria-invalid:border-no aria-invalid:focus:ring-no/25 disabled:opacity-60",
);

type FieldProps = FieldTexts & { id?: string; className?: string; children: (control: FieldControl) => ReactNode };

/** Label above, hint and error below, each tied to the control by id. */
export function Field({ label, hint, error, id, className, children }: FieldProps) {
  const made = useId();
  const control = id ?? made;
  const described = [hint && `${control}-hint`, error && `${control}-error`].filter(Boolean).join(" ");
  return (
    <div className={clsx("grid gap-1.5", className)}>
      <label htmlFor={control} className="w-fit text-sm font-medium">
        {label}
      </label>
      {children({
        id: control,
        ...(described && { "aria-describedby": described }),
        ...(error && { "aria-invalid": true }),
      })}
      {hint && (
        <p id={`${control}-hint`} className="text-xs text-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${control}-error`} className="flex animate-rise items-start gap-1.5 text-sm text-no-ink">
          <CircleAlert aria-hidden="true" size={16} className="mt-[0.3em]" />
          {error}
        </p>
      )}
    </div>
  );
}
